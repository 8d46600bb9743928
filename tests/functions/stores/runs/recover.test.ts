import { expect, test } from 'vitest';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { parseRun, runKey, runRow } from '../../../../functions/stores/runs/record.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { table, runsOf } = givenRuns();
const tomorrow = { maxRuns: 9, now: () => new Date(Date.now() + 24 * 3600 * 1000) };
const everybody = () => true;

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
  await runs.recover((owner) => owner !== 'own_dead', true);
  expect(await runs.record(running.id)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
  expect(await runs.record(waiting.id)).toMatchObject({ status: 'CANCELED', reason: 'canceled-by-user' });
  expect((await runs.create(newRun(), null, [])).record.status).toBe('STARTING');
});

test('a lease that ran out is judged by its owner alone, while that one lives', async () => {
  const [owner, other] = [runsOf('own_a', tomorrow), runsOf('own_b', tomorrow)];
  const run = (await runsOf('own_a', { maxRuns: 9 }).create(newRun(), null, [])).record;
  expect((await other.recover(everybody, true)).lost).toEqual([]);
  expect(await other.record(run.id)).toMatchObject({ status: 'STARTING' });
  expect((await owner.recover(everybody, true)).expired).toEqual([run.id]);
  expect(await other.record(run.id)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
});
