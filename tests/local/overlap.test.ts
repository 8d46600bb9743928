import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import type { Run } from '../../core/schemas/run.ts';
import type { CreateScheduleBody, Slot } from '../../core/schemas/schedule.ts';
import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { ended, untilLogged } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const dataDir = temporaryFolder('overlap');
const minuteMs = 60_000;
const slow = 'import time\nprint("ready", flush=True)\ntime.sleep(4)\n';
/** How far the server's clock is ahead of this machine's; it goes as that does. */
let aheadMs = minuteMs - (Date.now() % minuteMs) + 57_000;
const now = () => new Date(Date.now() + aheadMs);
let served: Served;
let runlet: Client;

beforeAll(async () => {
  served = await serve({ dataDir, port: 0, maxRuns: 4, now });
  runlet = createClient(served);
  await runlet.createScript({ body: { name: 'slow', source: slow } });
});
afterAll(async () => {
  await served.close();
  rmSync(dataDir, { recursive: true });
});

/** Sets the clock to a second before the next minute; what is kept anew tells the timer at once. */
async function nearNextSlot(): Promise<void> {
  aheadMs += minuteMs - (now().getTime() % minuteMs) - 1000;
  const { id } = await runlet.createSchedule({ body: { script: 'slow', cron: '0 0 1 1 *' } });
  await runlet.deleteSchedule({ params: { schedule: id } });
}

async function slotsOf(schedule: string, count: number): Promise<Slot[]> {
  for (;;) {
    const { items } = await runlet.listSlots({ params: { schedule }, query: {} });
    if (items.length >= count) return items.toReversed();
    await sleep(50);
  }
}

/** Two slots of a schedule, of which the second comes due while the run of the first is under way. */
async function givenOverlap(overlap: CreateScheduleBody['overlap']): Promise<{ first: Slot; second: Slot }> {
  await nearNextSlot();
  const { id } = await runlet.createSchedule({ body: { script: 'slow', cron: '* * * * *', overlap } });
  const [begun] = await slotsOf(id, 1);
  await untilLogged(runlet, begun?.run ?? '', 'ready');
  await nearNextSlot();
  const [first, second] = await slotsOf(id, 2);
  await runlet.deleteSchedule({ params: { schedule: id } });
  if (first === undefined || second === undefined) throw new Error('no two slots');
  return { first, second };
}

const endOf = async (run: string | null) => ended(runlet, await runlet.getRun({ params: { run: run ?? '' }, query: { wait: 25 } }));

/** By the clock of the runner, which is this machine's. */
const began = (run: Run) => Date.parse(run.startedAt ?? '');
const ceased = (run: Run) => began(run) + (run.metrics?.wallMs ?? Number.NaN);

test('skip: the second slot is not run, and its row names the run in the way', async () => {
  const { first, second } = await givenOverlap('skip');
  expect(second).toMatchObject({ state: 'skipped', why: 'overlap', run: null, message: expect.stringContaining(first.run ?? '?') });
  expect(await endOf(first.run)).toMatchObject({ status: 'SUCCEEDED' });
});

test('parallel: both run at once', async () => {
  const { first, second } = await givenOverlap('parallel');
  const [one, other] = await Promise.all([endOf(first.run), endOf(second.run)]);
  expect([one.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(began(other)).toBeLessThan(ceased(one));
});

test('queue: the second begins when the first has ended', async () => {
  const { first, second } = await givenOverlap('queue');
  const [one, other] = await Promise.all([endOf(first.run), endOf(second.run)]);
  expect([one.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(began(other)).toBeGreaterThanOrEqual(ceased(one));
});

test('replace: the first is canceled, and the second begins when it has ended', async () => {
  const { first, second } = await givenOverlap('replace');
  const [one, other] = await Promise.all([endOf(first.run), endOf(second.run)]);
  expect([one.status, other.status]).toEqual(['CANCELED', 'SUCCEEDED']);
  expect(began(other)).toBeGreaterThanOrEqual(ceased(one));
});
