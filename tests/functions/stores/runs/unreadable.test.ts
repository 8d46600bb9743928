import { expect, test } from 'vitest';
import { runKey, runRow } from '../../../../functions/stores/runs/record.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { table, runsOf } = givenRuns();
const carried = { isAlive: () => true, carries: () => true, adopts: true };
const nobody = { isAlive: () => false, carries: () => false, adopts: true };
const unreadable = '-000001-12-31T10:00:00.000Z';

/** Makes the row of a run one that cannot be read, where it stands in all indexes. */
async function spoil(record: RunRecord): Promise<void> {
  await table.put({ ...runRow(record), body: { ...record, createdAt: unreadable } }, { kind: 'none' });
}

test('a run that could not be read again is not recorded and takes no place', async () => {
  const runs = runsOf('own_a');
  const trigger = { ...newRun().trigger, slot: unreadable };
  const run = newRun({ trigger });
  await expect(runs.create(run, null, [])).rejects.toThrow('Invalid ISO datetime');
  expect(await table.get(runKey(run.id))).toBeNull();
  expect(await runs.leases()).toEqual([]);
});

test('a run that cannot be read gives its place to others once nobody carries it, and is left out of lists', async () => {
  const runs = runsOf('own_a');
  const { record } = await runs.create(newRun(), null, []);
  await spoil(record);
  const next = (await runs.create(newRun(), null, [])).record;
  expect(next.status).toBe('QUEUED');
  expect((await runs.list({})).items.map(({ id }) => id)).toEqual([next.id]);
  expect(await runs.recover(carried)).toMatchObject({ failed: [{ runId: record.id }] });
  expect(await runs.leases()).toMatchObject([{ runId: record.id }]);
  expect(await runs.recover(nobody)).toMatchObject({ failed: [{ runId: record.id }] });
  expect(await runs.admit()).toEqual([next.id]);
  await runs.endWithoutReport(next.id, { kind: 'lost' });
});

test('where nobody knows who carries a run, one that cannot be read has its place for as long as it may live', async () => {
  const day = 24 * 3600 * 1000;
  const runs = runsOf('own_b', { maxRuns: 9 });
  const { record } = await runs.create(newRun(), null, []);
  await spoil(record);
  await expect(runs.free(record.id)).rejects.toThrow('Invalid ISO datetime');
  expect(await runsOf('own_b', { now: () => new Date(Date.now() + 2 * day) }).free(record.id)).toBe(true);
  expect(await runs.leases()).toEqual([]);
});

test('a run that waits behind one that cannot be read begins, and others are looked after', async () => {
  const runs = runsOf('own_c', { maxRuns: 9 });
  const first = (await runs.create(newRun(), null, [])).record;
  const behind = (await runs.create(newRun(), null, [], { behind: first.id })).record;
  expect(behind.behind).toBe(first.id);
  await spoil(first);
  expect((await runs.giveUpWaiting()).failed).toEqual([]);
  expect(await runs.admit()).toContain(behind.id);
});
