import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../client/index.ts';
import type { CreateScheduleBody, Slot } from '../../core/schemas/schedule.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startKillable } from './killable-server.ts';
import type { KillableServer } from './killable-server.ts';

const minuteMs = 60_000;
let dataDir = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('killed');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

/** Servers whose clocks stand: the first one this many milliseconds behind a full minute, later ones as much later as is said. */
function givenClock(behindMinuteMs: number) {
  const first = Date.parse('2026-03-01T12:00:00Z') + behindMinuteMs;
  return {
    first: new Date(first),
    server: async (laterMs = 0): Promise<KillableServer> => {
      const server = await startKillable(dataDir, { clockMs: first + laterMs });
      closing.push(() => server.kill());
      return server;
    },
  };
}

async function givenSchedule(runlet: Client, body: Partial<CreateScheduleBody> = {}): Promise<string> {
  const name = `script-${Math.random().toString(36).slice(2)}`;
  await runlet.createScript({ body: { name, source: 'import os\nprint(os.environ["RUNLET_SLOT"])\n' } });
  return (await runlet.createSchedule({ body: { script: name, cron: '* * * * *', overlap: 'parallel', ...body } })).id;
}

/** The slots of a schedule in their order, once they are as many. */
async function slotsOf(runlet: Client, schedule: string, count: number): Promise<Slot[]> {
  for (;;) {
    const { items } = await runlet.listSlots({ params: { schedule }, query: { limit: 200 } });
    if (items.length >= count) return items.toReversed();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const decided = (slots: readonly Slot[]) => slots.map(({ state, why, cause }) => `${state} ${why ?? cause}`);
const times = (n: number, what: string) => Array.from({ length: n }, () => what);

test('a server that was killed and is back after ten minutes has a row for every slot, handled as each catch-up policy says', async () => {
  const clock = givenClock(30_000);
  const before = await clock.server();
  const none = await givenSchedule(before.runlet);
  const latest = await givenSchedule(before.runlet, { catchUp: 'latest' });
  const all = await givenSchedule(before.runlet, { catchUp: 'all' });
  await before.kill();
  const after = await clock.server(10 * minuteMs);
  const [none10, latest10, all10] = await Promise.all([none, latest, all].map((id) => slotsOf(after.runlet, id, 10)));
  const first = clock.first.getTime() + 30_000;
  expect(none10?.map(({ slot }) => slot)).toEqual(times(10, '').map((_, n) => new Date(first + n * minuteMs).toISOString()));
  // The last one came due 30 s before the server was back: it is late, and not missed.
  expect(decided(none10 ?? [])).toEqual([...times(9, 'missed server-down'), 'ran late']);
  expect(decided(latest10 ?? [])).toEqual([...times(8, 'missed server-down'), 'ran catch-up', 'ran late']);
  expect(decided(all10 ?? [])).toEqual([...times(9, 'ran catch-up'), 'ran late']);
  const { items: runs } = await after.runlet.listRuns({ query: { limit: 200 } });
  expect(runs).toHaveLength(1 + 2 + 10);
});

test('a restart within seconds of a slot loses none', async () => {
  const clock = givenClock(55_000);
  const before = await clock.server();
  const schedule = await givenSchedule(before.runlet);
  await before.kill();
  const after = await clock.server(10_000);
  const [slot] = await slotsOf(after.runlet, schedule, 1);
  expect(slot).toMatchObject({ slot: new Date(clock.first.getTime() + 5000).toISOString(), state: 'ran' });
  const { items: runs } = await after.runlet.listRuns({ query: {} });
  expect(runs.map(({ id }) => id)).toEqual([slot?.run]);
});

test('slots that a paused schedule had while nobody served are skipped, and the next one after resuming runs', async () => {
  const clock = givenClock(30_000);
  const before = await clock.server();
  const schedule = await givenSchedule(before.runlet, { catchUp: 'all' });
  await before.runlet.pauseSchedule({ params: { schedule } });
  await before.kill();
  const after = await clock.server(3 * minuteMs + 25_000);
  expect(decided(await slotsOf(after.runlet, schedule, 3))).toEqual(times(3, 'skipped paused'));
  await after.runlet.resumeSchedule({ params: { schedule } });
  await after.setClock(clock.first.getTime() + 3 * minuteMs + 30_000);
  // What is kept anew wakes the timer.
  await givenSchedule(after.runlet, { cron: '0 0 1 1 *' });
  expect(decided(await slotsOf(after.runlet, schedule, 4))).toEqual([...times(3, 'skipped paused'), 'ran due']);
});
