import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import type { CreateScheduleBody, Slot } from '../../core/schemas/schedule.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { dueSchedules } from '../../functions/stores/schedules/record.ts';
import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const start = '2026-03-01T12:00:30Z';
let dataDir = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('served');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

/** A clock that stands until it is set. */
function givenClock(from = start) {
  let at = Date.parse(from);
  return { now: () => new Date(at), set: (text: string) => void (at = Date.parse(text)) };
}

async function givenServer(now?: () => Date): Promise<{ runlet: Client; served: Served }> {
  const served = await serve({ dataDir, port: 0, maxRuns: 2, now });
  closing.push(() => served.close());
  return { served, runlet: createClient(served) };
}

/** A command that opens the folder for itself, as it would have done before the server was there. */
async function givenCommand(now?: () => Date): Promise<Client> {
  const edition = await createLocalEdition({ dataDir, admit: false, now });
  closing.push(() => edition.close());
  return createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch });
}

async function givenScript(runlet: Client): Promise<string> {
  const { name } = await runlet.createScript({ body: { name: 'quick', source: 'print("ran")\n' } });
  return name;
}

const everyMinute = (script: string): CreateScheduleBody => ({ script, cron: '* * * * *', overlap: 'parallel' });

/** The slots of a schedule, the first one first, once they are as many. */
async function slotsOf(runlet: Client, schedule: string, count: number): Promise<Slot[]> {
  for (;;) {
    const { items } = await runlet.listSlots({ params: { schedule }, query: {} });
    if (items.length >= count) return items.toReversed();
    await sleep(50);
  }
}

const told = (slots: readonly Slot[]) => slots.map(({ slot, state, why, cause }) => `${slot.slice(11, 16)} ${state} ${why ?? cause}`);

test(
  'a thousand schedules due in the same second have one run and one row each, and the server answers meanwhile',
  { timeout: 240_000 },
  async () => {
    const clock = givenClock();
    const { runlet, served } = await givenServer(clock.now);
    const script = await givenScript(runlet);
    const at = '2026-03-01T12:00:31Z';
    const schedules: string[] = [];
    for (let n = 0; n < 20; n++) {
      const made = await Promise.all(Array.from({ length: 50 }, () => runlet.createSchedule({ body: { script, at } })));
      schedules.push(...made.map(({ id }) => id));
    }
    clock.set(at);
    expect(await answersMeanwhile(served)).toBeGreaterThan(0);
    const rows: Slot[][] = [];
    while (rows.length < 1000) {
      const next = schedules.slice(rows.length, rows.length + 20);
      const lists = await Promise.all(next.map((schedule) => runlet.listSlots({ params: { schedule }, query: {} })));
      rows.push(...lists.map(({ items }) => items));
    }
    expect(rows.every((one) => one.length === 1 && one[0]?.state === 'ran' && one[0].slot === new Date(at).toISOString())).toBe(true);
    expect(new Set(rows.map(([slot]) => slot?.run)).size).toBe(1000);
  },
);

/** How often a server answered after the first of its thousand due schedules was decided and before the last one was; resolves when all are. */
async function answersMeanwhile({ url, edition }: Served): Promise<number> {
  const undecided = async () =>
    (await edition.services.table.query({ index: 'due', pk: dueSchedules, below: '9', limit: 1000 })).rows.length;
  let answers = 0;
  for (let left = 1000; left > 0; left = await undecided()) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    if (left < 1000 && (await undecided()) > 0) answers += 1;
  }
  return answers;
}

test('what a command writes of schedules is kept by the server within a moment', async () => {
  const clock = givenClock('2026-03-01T12:00:55Z');
  const { runlet } = await givenServer(clock.now);
  const script = await givenScript(runlet);
  const command = await givenCommand(clock.now);
  const { id } = await command.createSchedule({ body: everyMinute(script) });
  const { id: removed } = await command.createSchedule({ body: everyMinute(script) });
  await command.deleteSchedule({ params: { schedule: removed } });
  clock.set('2026-03-01T12:01:00Z');
  expect(told(await slotsOf(runlet, id, 1))).toEqual(['12:01 ran due']);
  const { items } = await runlet.listRuns({ query: {} });
  expect(items).toHaveLength(1);
});

test('a command alone fires nothing, and the server that comes later settles and goes on', async () => {
  const clock = givenClock();
  const command = await givenCommand(clock.now);
  const { id } = await command.createSchedule({ body: everyMinute(await givenScript(command)) });
  clock.set('2026-03-01T12:03:10Z');
  await sleep(500);
  expect((await command.listSlots({ params: { schedule: id }, query: {} })).items).toEqual([]);
  const { runlet } = await givenServer(clock.now);
  expect(told(await slotsOf(runlet, id, 3))).toEqual(['12:01 missed server-down', '12:02 missed server-down', '12:03 ran late']);
});

test('a clock that is set back runs nothing twice, and one that jumps ahead leaves no slot without a row', async () => {
  const clock = givenClock();
  const { runlet, served } = await givenServer(clock.now);
  const { id } = await runlet.createSchedule({ body: everyMinute(await givenScript(runlet)) });
  const wake = () => runlet.updateSchedule({ params: { schedule: id }, body: { description: String(Math.random()) } });
  clock.set('2026-03-01T12:01:00Z');
  await wake();
  await slotsOf(runlet, id, 1);
  clock.set('2026-03-01T11:55:00Z');
  await wake();
  await sleep(500);
  const jumped = '2026-03-01T12:04:20.000Z';
  clock.set(jumped);
  // The server has noticed that nobody was there meanwhile.
  await expect.poll(() => served.edition.services.settings.downUntil?.()?.toISOString()).toBe(jumped);
  await wake();
  expect(told(await slotsOf(runlet, id, 4))).toEqual([
    '12:01 ran late',
    '12:02 missed server-down',
    '12:03 missed server-down',
    '12:04 ran late',
  ]);
});
