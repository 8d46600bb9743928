import { expect, test } from 'vitest';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { parseRun, runKey, runRow } from '../../../../functions/stores/runs/record.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { table, runsOf } = givenRuns();
const tomorrow = { maxRuns: 9, now: () => new Date(Date.now() + 24 * 3600 * 1000) };
const everybody = { isAlive: () => true, adopts: true };

/** A waiting run whose canceling got no further than its first write. */
async function givenHalfCanceled(runs: Runs): Promise<RunRecord> {
  const { record } = await runs.create(newRun(), null, []);
  const row = await table.get(runKey(record.id));
  if (row) await table.put(runRow({ ...parseRun(row), status: 'CANCELING' }), { kind: 'none' });
  return record;
}

test('a waiting run whose canceling stopped half way with its process is canceled by the next', async () => {
  const dead = runsOf('own_dead');
  const running = (await dead.create(newRun(), null, [])).record;
  const waiting = await givenHalfCanceled(dead);
  const runs = runsOf('own_next');
  await runs.recover({ isAlive: (owner) => owner !== 'own_dead', carries: () => true, adopts: true });
  expect(await runs.record(running.id)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
  expect(await runs.record(waiting.id)).toMatchObject({ status: 'CANCELED', reason: 'canceled-by-user' });
  expect((await runs.create(newRun(), null, [])).record.status).toBe('STARTING');
});

test('a run whose owner lives is ended by no clock, however late it is', async () => {
  const [owner, other] = [runsOf('own_a', tomorrow), runsOf('own_b', tomorrow)];
  const run = (await runsOf('own_a', { maxRuns: 9 }).create(newRun(), null, [])).record;
  expect((await other.recover({ ...everybody, carries: () => false })).lost).toEqual([]);
  expect((await owner.recover({ ...everybody, carries: () => true })).lost).toEqual([]);
  expect(await other.record(run.id)).toMatchObject({ status: 'STARTING' });
});

test('an own run that this process lost hold of is ended', async () => {
  const run = (await runsOf('own_a', { maxRuns: 9 }).create(newRun(), null, [])).record;
  expect((await runsOf('own_a').recover({ ...everybody, carries: () => false })).lost).not.toContain(run.id);
  expect((await runsOf('own_a', tomorrow).recover({ ...everybody, carries: () => false })).lost).toContain(run.id);
  expect(await runsOf('own_a').record(run.id)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
});

test('a run whose record cannot be read keeps no other from being recovered', async () => {
  const dead = runsOf('own_gone', { maxRuns: 99 });
  const [broken, whole] = [(await dead.create(newRun(), null, [])).record, (await dead.create(newRun(), null, [])).record];
  await table.put({ ...runKey(broken.id), body: { id: broken.id } }, { kind: 'none' });
  const { lost, failed } = await runsOf('own_next').recover({
    isAlive: (owner) => owner !== 'own_gone',
    carries: () => true,
    adopts: true,
  });
  expect(lost).toContain(whole.id);
  expect(failed).toMatchObject([{ runId: broken.id }]);
});
