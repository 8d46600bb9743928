import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Table } from '../../../../functions/ports/table.ts';
import { runKey } from '../../../../functions/stores/runs/record.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { givenServices } from '../../../doors/given-services.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();

/** A table that counts what is read of runs one by one, and how much of it at once. */
function givenTable(): { table: Table; reads: { number: number; atOnce: number } } {
  const { table } = givenServices().services;
  const reads = { number: 0, atOnce: 0 };
  let under = 0;
  const get: Table['get'] = async (key) => {
    reads.number += 1;
    under += 1;
    reads.atOnce = Math.max(reads.atOnce, under);
    await setImmediate();
    return table.get(key).finally(() => (under -= 1));
  };
  return { table: { ...table, get }, reads };
}

/** One run under way, and a line of others, each behind the one before it. */
async function givenLine(runs: Runs, length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n <= length; n++) {
    const before = ids.at(-1);
    ids.push((await runs.create(newRun(), null, [], before === undefined ? {} : { behind: before })).record.id);
  }
  return ids;
}

test('each run of a long line is read once, and many at once', async () => {
  const { table, reads } = givenTable();
  const runs = runsOf('own', { table, maxRuns: 4 });
  await givenLine(runs, 60);
  Object.assign(reads, { number: 0, atOnce: 0 });
  expect(await runs.giveUpWaiting()).toEqual({ gaveUp: [], waiting: 0, failed: [] });
  expect(reads.number).toBe(61);
  expect(reads.atOnce).toBeGreaterThanOrEqual(10);
});

test('a run of a line that cannot be read holds up no other', async () => {
  const { table } = givenTable();
  let ms = Date.now();
  const runs = runsOf('own', { table, maxRuns: 4, now: () => new Date(ms) });
  const [, second = '', third = '', fourth = ''] = await givenLine(runs, 3);
  await table.put({ ...runKey(second), body: { odd: true } }, { kind: 'none' });
  ms += 61_000;
  const { failed } = await runs.giveUpWaiting();
  expect(new Set(failed.map(({ runId }) => runId))).toEqual(new Set([second]));
  const after = await Promise.all([third, fourth].map((id) => runs.record(id)));
  expect(after.map(({ reason }) => reason)).toEqual(['queue-timeout', 'queue-timeout']);
});
