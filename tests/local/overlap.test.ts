import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
/** Scripts go on once there is such a file, however long this machine takes until then. */
const goFolder = temporaryFolder('overlap-go');
const goFile = `${goFolder}/go`;
const waiting = `import os, time\nprint("ready", flush=True)\nwhile not os.path.exists(${JSON.stringify(goFile)}):\n    time.sleep(0.05)\n`;
/** The server's clock, which stands until it is set. */
let clock = Date.parse('2026-03-01T12:00:30Z');
const now = () => new Date(clock);
let served: Served;
let runlet: Client;

beforeAll(async () => {
  // Scripts may run as somebody else.
  chmodSync(goFolder, 0o755);
  served = await serve({ dataDir, port: 0, maxRuns: 4, now });
  runlet = createClient(served);
  await runlet.createScript({ body: { name: 'waiting', source: waiting } });
});
beforeEach(() => rmSync(goFile, { force: true }));
afterAll(async () => {
  await served.close();
  for (const folder of [dataDir, goFolder]) rmSync(folder, { recursive: true });
});

/** Sets the clock to the next minute; what is kept anew wakes the timer at once. */
async function nextSlot(): Promise<void> {
  clock += minuteMs - (clock % minuteMs);
  const { id } = await runlet.createSchedule({ body: { script: 'waiting', cron: '0 0 1 1 *' } });
  await runlet.deleteSchedule({ params: { schedule: id } });
}

/** Lets the scripts that wait go on. */
const go = () => writeFileSync(goFile, '');

async function slotsOf(schedule: string, count: number): Promise<Slot[]> {
  for (;;) {
    const { items } = await runlet.listSlots({ params: { schedule }, query: {} });
    if (items.length >= count) return items.toReversed();
    await sleep(50);
  }
}

/** Two slots of a schedule, of which the second comes due while the run of the first is under way. */
async function givenOverlap(overlap: CreateScheduleBody['overlap']): Promise<{ first: Slot; second: Slot }> {
  const { id } = await runlet.createSchedule({ body: { script: 'waiting', cron: '* * * * *', overlap } });
  await nextSlot();
  const [begun] = await slotsOf(id, 1);
  await untilLogged(runlet, begun?.run ?? '', 'ready');
  await nextSlot();
  const [first, second] = await slotsOf(id, 2);
  await runlet.deleteSchedule({ params: { schedule: id } });
  if (first === undefined || second === undefined) throw new Error('no two slots');
  return { first, second };
}

const runOf = (run: string | null) => runlet.getRun({ params: { run: run ?? '' } });
const endOf = async (run: string | null) => ended(runlet, await runOf(run));

/** By the clock of the runner, which is this machine's. */
const began = (run: Run) => Date.parse(run.startedAt ?? '');
const ceased = (run: Run) => began(run) + (run.metrics?.wallMs ?? Number.NaN);

test('skip: the second slot is not run, and its row names the run in the way', async () => {
  const { first, second } = await givenOverlap('skip');
  expect(second).toMatchObject({ state: 'skipped', why: 'overlap', run: null, message: expect.stringContaining(first.run ?? '?') });
  go();
  expect(await endOf(first.run)).toMatchObject({ status: 'SUCCEEDED' });
});

test('parallel: both run at once', async () => {
  const { first, second } = await givenOverlap('parallel');
  await untilLogged(runlet, second.run ?? '', 'ready');
  expect(await runOf(first.run)).toMatchObject({ status: 'RUNNING' });
  go();
  const [one, other] = await Promise.all([endOf(first.run), endOf(second.run)]);
  expect([one.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('queue: the second begins when the first has ended', async () => {
  const { first, second } = await givenOverlap('queue');
  expect(await runOf(second.run)).toMatchObject({ status: 'QUEUED', startedAt: null });
  go();
  const [one, other] = await Promise.all([endOf(first.run), endOf(second.run)]);
  expect([one.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(began(other)).toBeGreaterThanOrEqual(ceased(one));
});

test('replace: the first is canceled, and the second begins when it has ended', async () => {
  const { first, second } = await givenOverlap('replace');
  const one = await endOf(first.run);
  go();
  const other = await endOf(second.run);
  expect([one.status, other.status]).toEqual(['CANCELED', 'SUCCEEDED']);
  expect(began(other)).toBeGreaterThanOrEqual(ceased(one));
});
