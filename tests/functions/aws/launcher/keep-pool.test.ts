import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault, ok } from '../aws-recorder.ts';
import { living } from './given-cluster.ts';
import { openPool } from './given-pool.ts';
import type { GivenPool } from './given-pool.ts';

let pool: GivenPool;
beforeEach(async () => {
  pool = await openPool();
});
afterEach(() => pool.close());

const later = () => new Date(Date.now() + 180_000);
const slots = () => pool.deps.slots.list();
const environmentOf = (slot: string) => [
  { name: 'RUNLET_API', value: 'https://api.example' },
  { name: 'RUNLET_SLOT', value: slot },
  { name: 'RUNLET_SLOT_SECRET', value: expect.stringMatching(/^[\w-]{43}$/) },
];

test('a pool of none asks for nothing', async () => {
  expect(await pool.round({ wanted: 0 })).toEqual({ started: 0, ended: 0, failed: [] });
  expect(pool.aws.requests).toHaveLength(0);
});

test('slots that are missing are started, each under a token and a secret of its own; a second round starts none', async () => {
  expect(await pool.round({ wanted: 2 })).toEqual({ started: 2, ended: 0, failed: [] });
  expect(await pool.round({ wanted: 2 })).toEqual({ started: 0, ended: 0, failed: [] });
  const names = (await slots()).map(({ slot }) => slot);
  expect(pool.aws.sent('RunTask')).toMatchObject(
    names.map((slot) => ({
      clientToken: slot,
      startedBy: slot,
      overrides: { cpu: '256', memory: '512', containerOverrides: [{ name: 'runner', environment: environmentOf(slot) }] },
    })),
  );
});

test('a slot whose task died is forgotten and replaced', async () => {
  await pool.round();
  for (const task of pool.tasks.values()) task.lastStatus = 'STOPPED';
  const [dead] = await slots();
  expect(await pool.round()).toMatchObject({ started: 1 });
  expect((await slots()).map(({ slot }) => slot)).not.toContain(dead?.slot);
});

test('slots that are too many, and those of an older deployment, are ended; one that serves a run is not', async () => {
  await pool.round({ wanted: 3 });
  const [serving] = await slots();
  await pool.deps.slots.offer(serving?.slot ?? '', 'run');
  expect(await pool.round({ wanted: 1 })).toEqual({ started: 0, ended: 1, failed: [] });
  expect(await pool.round({ wanted: 1, taskDefinition: 'runlet:8' })).toEqual({ started: 1, ended: 1, failed: [] });
  expect(await pool.round({ wanted: 0, taskDefinition: 'runlet:8' })).toMatchObject({ ended: 1 });
  expect(living(pool.tasks)).toMatchObject([{ startedBy: serving?.slot }]);
});

test('a slot that was offered and of which nothing more was written down counts as taken, and is not offered again', async () => {
  await pool.round();
  const [slot] = await slots();
  await pool.deps.slots.offer(slot?.slot ?? '', 'run');
  await pool.round({ wanted: 0 });
  expect(await slots()).toMatchObject([{ state: 'taken', runId: null }]);
  await pool.round({ wanted: 0, now: later });
  expect(await slots()).toMatchObject([{ state: 'taken', runId: 'run' }]);
  expect(await pool.deps.slots.offer(slot?.slot ?? '', 'other')).toBe(false);
});

test('a slot that was used is replaced at once, and none is started beyond those that are wanted', async () => {
  await pool.round({ wanted: 2 });
  await pool.refill({ wanted: 2 });
  expect(pool.tasks.size).toBe(2);
  const [used] = await slots();
  await pool.deps.slots.offer(used?.slot ?? '', 'run');
  await pool.refill({ wanted: 2 });
  expect((await slots()).map(({ state }) => state)).toEqual(['taken', 'idle', 'idle']);
});

test('a slot that could not be started is told, and tried again in the next round', async () => {
  pool.aws.answers('RunTask', ok({ tasks: [], failures: [{ reason: 'RESOURCE:ENI' }] }));
  expect(await pool.round({ wanted: 5 })).toMatchObject({ started: 0, failed: [expect.stringContaining('RESOURCE:ENI')] });
  expect(pool.aws.sent('RunTask')).toHaveLength(1);
  expect(await slots()).toEqual([]);
});

test('a row whose task was never noted goes after a while, and the task of a slot that nobody knows is ended', async () => {
  const { slot } = await pool.deps.slots.open({ size: { cpu: 0.25, memoryMiB: 512 }, taskDefinition: 'runlet:7' });
  await pool.deps.cold.start({ token: slot, startedBy: slot, size: { cpu: 0.25, memoryMiB: 512 }, diskGiB: null, environment: {} });
  expect(await pool.round()).toEqual({ started: 0, ended: 0, failed: [] });
  expect(await pool.round({ now: later })).toEqual({ started: 1, ended: 1, failed: [] });
  expect((await slots()).map((row) => row.slot)).not.toContain(slot);
});

test('a stop that fails leaves the row of no slot behind that could be offered', async () => {
  await pool.round();
  pool.aws.answers('StopTask', fault('AccessDeniedException', 'not allowed'));
  await expect(pool.round({ wanted: 0 })).rejects.toThrow('not allowed');
  expect(await slots()).toEqual([]);
});
