import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, Report } from '../bench.ts';
import type { Connection } from '../connection.ts';
import { bounded, compared, plain } from '../figures.ts';
import { fillSchedules } from '../fill-schedules.ts';
import type { ScheduledScript } from '../fill-schedules.ts';
import { median, timed } from '../measure.ts';
import type { Series } from '../measure.ts';
import { startServer } from '../server.ts';

const many = 10_000;
const atOnce = 1000;
/** From a start until everything that a start brings with it is done. */
const settlingMs = 15_000;
const idleMs = 60_000;
/** What it takes to start the server and have it read the schedules, with time to spare. */
const aheadMs = 12_000;
const clients = 32;

const crons = ['0 3 1 1 *', '15 4 * 2 *', '*/5 1 * 3 mon', '30 2 1 4 *', '0 9 * 5 mon-fri', '45 23 28-31 6 *'];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const created = z.object({ id: z.string(), name: z.string() });
const slots = z.object({
  items: z.array(z.object({ lastSlot: z.object({ slot: z.string(), decidedAt: z.string(), run: z.string() }).nullable() })),
  nextCursor: z.string().nullable(),
});
const runs = z.object({ items: z.array(z.object({ id: z.string(), createdAt: z.string() })), nextCursor: z.string().nullable() });

/** What ten thousand schedules cost a server at rest, and how long after their time a thousand runs are made that are due at once. */
export async function schedules(bench: Bench): Promise<Report> {
  const idle = await atRest(bench, bench.rows ?? many);
  const together = await dueAtOnce(bench);
  return {
    figures: [
      plain(idle.startNone),
      compared(idle.startMany, idle.startNone),
      bounded('processor time of a start with none', idle.settling.none, 'ms', null),
      bounded(`processor time of a start with ${bench.rows ?? many} schedules`, idle.settling.many, 'ms', null),
      bounded('processor time of a minute at rest with none', idle.resting.none, 'ms', null),
      bounded(`processor time of a minute at rest with ${bench.rows ?? many} schedules`, idle.resting.many, 'ms', null),
      bounded('the same ÷ with none', idle.resting.many / idle.resting.none, '×', null),
      plain(together.toRun),
      plain(together.toRow),
      bounded(`${atOnce} due at once: until the last is recorded`, together.firesMs, 'ms', null),
      bounded(`${atOnce} runs submitted by ${clients} clients`, together.submitsMs, 'ms', null),
      bounded('due at once ÷ submitted', together.firesMs / together.submitsMs, '×', null),
    ],
    notes: ['Runs that are due are made while those made before them already run, on the same processors.'],
  };
}

interface Both {
  none: number;
  many: number;
}

/** Both servers stand beside each other, so that whatever the machine does hits both. */
async function atRest(bench: Bench, count: number) {
  const data = { none: `${bench.folder}/none`, many: `${bench.folder}/many` };
  await givenScript(bench, data.none);
  await fillSchedules(data.many, await givenScript(bench, data.many), count, (n) => ({
    recurrence: { kind: 'cron', cron: crons[n % crons.length] ?? '' },
    timezone: zones[n % zones.length] ?? '',
    start: null,
    end: null,
  }));
  const starts: Record<keyof Both, number[]> = { none: [], many: [] };
  for (let round = 0; round < (bench.rounds ?? 5); round++) {
    for (const name of ['none', 'many'] as const) {
      starts[name].push(
        await timed(async () => {
          await using server = await startServer(bench, data[name]);
          await server.connection.get('/v1/schedules?limit=1', slots);
        }),
      );
    }
  }
  await using none = await startServer(bench, data.none);
  await using full = await startServer(bench, data.many);
  const spent = async (): Promise<Both> => ({ none: await none.processorMs(), many: await full.processorMs() });
  await sleep(settlingMs);
  const settling = await spent();
  await sleep(idleMs);
  const after = await spent();
  return {
    startNone: series('start, answer and stop with none', starts.none),
    startMany: series(`start, answer and stop with ${count} schedules`, starts.many),
    settling,
    resting: { none: after.none - settling.none, many: after.many - settling.many },
  };
}

async function dueAtOnce(bench: Bench) {
  const rounds: Record<'toRun' | 'toRow' | 'fires' | 'submits', number[]> = { toRun: [], toRow: [], fires: [], submits: [] };
  for (let round = 0; round < Math.min(3, bench.rounds ?? 3); round++) {
    rounds.submits.push(await submitted(bench, `${bench.folder}/submits-${round}`));
    const { toRun, toRow, firesMs } = await fired(bench, `${bench.folder}/fires-${round}`);
    rounds.toRun.push(...toRun);
    rounds.toRow.push(...toRow);
    rounds.fires.push(firesMs);
  }
  return {
    toRun: series(`${atOnce} due at once: from the slot to its run`, rounds.toRun),
    toRow: series(`${atOnce} due at once: from the slot to its row`, rounds.toRow),
    firesMs: median(rounds.fires),
    submitsMs: median(rounds.submits),
  };
}

async function fired(bench: Bench, data: string) {
  const script = await givenScript(bench, data);
  const at = new Date(Math.ceil((Date.now() + aheadMs) / 1000) * 1000);
  await fillSchedules(data, script, atOnce, () => ({
    recurrence: { kind: 'at', at: at.toISOString() },
    timezone: 'UTC',
    start: null,
    end: null,
  }));
  await using server = await startServer(bench, data);
  if (Date.now() > at.getTime() - 1000) throw new Error('the machine was too slow to be ready before the schedules were due');
  await sleep(at.getTime() - Date.now());
  let made = await newest(server.connection);
  while (made.length < atOnce) {
    await sleep(100);
    if ((await server.connection.get('/v1/schedules?limit=1', slots)).items[0]?.lastSlot) made = await newest(server.connection);
  }
  const firesMs = Date.now() - at.getTime();
  const rows = await pagesOf(server.connection, '/v1/schedules?limit=200', slots);
  const late = (text: string | undefined) => new Date(text ?? Number.NaN).getTime() - at.getTime();
  return { firesMs, toRun: made.map(({ createdAt }) => late(createdAt)), toRow: rows.map(({ lastSlot }) => late(lastSlot?.decidedAt)) };
}

function newest(connection: Connection): Promise<{ id: string; createdAt: string }[]> {
  return pagesOf(connection, '/v1/runs?limit=200', runs);
}

async function pagesOf<T>(connection: Connection, path: string, page: z.ZodType<{ items: T[]; nextCursor: string | null }>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const got: { items: T[]; nextCursor: string | null } = await connection.get(
      cursor === '' ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
      page,
    );
    items.push(...got.items);
    cursor = got.nextCursor;
  }
  return items;
}

/** As many runs as come due, submitted by people. */
async function submitted(bench: Bench, data: string): Promise<number> {
  await givenScript(bench, data);
  await using server = await startServer(bench, data);
  return await timed(async () => {
    let left = atOnce;
    const client = async () => {
      while (left-- > 0) await server.connection.post('/v1/scripts/due/runs', {}, z.object({ id: z.string() }));
    };
    await Promise.all(Array.from({ length: clients }, client));
  });
}

async function givenScript(bench: Bench, data: string): Promise<ScheduledScript> {
  await using server = await startServer(bench, data);
  return await server.connection.post('/v1/scripts', { name: 'due', source: 'print("due")\n' }, created);
}

function series(name: string, samples: number[]): Series {
  return { name, samples };
}
