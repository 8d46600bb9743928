import { expect, test } from 'vitest';
import { endedWithoutReport } from '../../../../functions/stores/runs/end.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();

test('a run that was refused is recorded with its end, takes no place and is never admitted', async () => {
  const runs = runsOf('own_1');
  const run = newRun();
  const refused = endedWithoutReport(run, { kind: 'stopped', by: 'policy-violation', detail: null }, new Date());
  const { record } = await runs.create(refused, null, []);
  expect(record).toMatchObject({ status: 'FAILED', reason: 'policy-violation', admittedAt: null });
  expect(await runs.admit()).toEqual([]);
  expect(await runs.recover({ isAlive: () => false, carries: () => false, adopts: true })).toEqual({
    lost: [],
    gaveUp: [],
    adopted: 0,
    waiting: 0,
    failed: [],
  });
  expect((await runs.create(newRun(), null, [])).record.status).toBe('STARTING');
});
