import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { isTerminal } from '../../../../core/run.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import { heldRuns } from '../../../../functions/stores/runs/held.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { Crowd, expectAllCarried } from './crowd.ts';
import { expectAccounts } from './expect-accounts.ts';
import { givenRuns, newRun } from './given-runs.ts';
import { inAnyOrder } from './in-any-order.ts';

const folder = temporaryFolder('admission');
const opened: { close(): void }[] = [];
const { runsOf } = givenRuns();
let files = 0;
afterAll(() => {
  for (const table of opened) table.close();
});

/** A new table, as one process after another opens it. */
function givenTable(): () => Table {
  const path = join(folder, `${(files += 1)}.db`);
  return () => {
    const table = openTable(path);
    opened.push(table);
    return table;
  };
}

test('1,000 runs submitted at once by eight processes are all accounted for, and each is started once', async () => {
  const open = givenTable();
  const processes = Array.from({ length: 8 }, () => runsOf('own_all', { table: open(), maxRuns: 24 }));
  await expectAllCarried(open(), processes, { count: 1000, maxRuns: 24 });
});

test('a key that eight processes send at once makes one run', async () => {
  const open = givenTable();
  const processes = Array.from({ length: 8 }, () => runsOf('own_all', { table: open(), maxRuns: 1 }));
  const key = { pk: 'IDEM#a', sk: 'k', requestHash: 'h' };
  const created = await Promise.all(processes.map((runs) => runs.create(newRun(), key, [])));
  expect(new Set(created.map(({ record }) => record.id)).size).toBe(1);
  expect(created.filter(({ replayed }) => !replayed)).toHaveLength(1);
  await expectAccounts(open(), [...new Set(created.map(({ record }) => record.id))], 1);
});

test('who comes while others wait must wait, though a place is free', async () => {
  const table = givenTable()();
  const runs = runsOf('own_all', { table, maxRuns: 2 });
  const [first, second] = [await runs.create(newRun(), null, []), await runs.create(newRun(), null, [])];
  const third = await runs.create(newRun(), null, []);
  await runs.endWithoutReport(first.record.id, { kind: 'lost' });
  const fourth = await runs.create(newRun(), null, []);
  expect([second, third, fourth].map(({ record }) => record.status)).toEqual(['STARTING', 'QUEUED', 'QUEUED']);
  expect(await runs.admit()).toEqual([third.record.id]);
});

test('with a pace no more are started than five seconds of it, and the rest when they are over', async () => {
  const table = givenTable()();
  let ms = Date.now();
  const runs = runsOf('own_all', { table, maxRuns: 100, startsPerSec: 2, now: () => new Date(ms) });
  const created = [];
  for (let n = 0; n < 15; n++) created.push((await runs.create(newRun(), null, [])).record.status);
  expect([created.filter((status) => status === 'STARTING').length, await runs.admit()]).toEqual([10, []]);
  ms += 5_001;
  expect(await runs.admit()).toHaveLength(5);
});

test('fewer places than before are filled only when enough have been left', async () => {
  const table = givenTable()();
  const [many, few] = [runsOf('own_all', { table, maxRuns: 4 }), runsOf('own_all', { table, maxRuns: 2 })];
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push((await many.create(newRun(), null, [])).record.id);
  const admitted = [];
  for (const id of ids.slice(0, 3)) {
    await few.endWithoutReport(id, { kind: 'lost' });
    admitted.push((await few.admit()).length);
  }
  expect(admitted).toEqual([0, 0, 1]);
});

test('a place of a run that has ended, left over by whatever fault, is given back', async () => {
  const table = givenTable()();
  const runs = runsOf('own_all', { table, maxRuns: 1 });
  const { record } = await runs.create(newRun(), null, []);
  const [held] = (await table.query({ pk: 'LIM#runs', limit: 1 })).rows;
  await runs.endWithoutReport(record.id, { kind: 'lost' });
  if (held) await table.put(held, { kind: 'none' });
  expect([(await runs.leases()).length, await runs.free(record.id), (await runs.leases()).length]).toEqual([1, true, 0]);
  if (held) await table.put(held, { kind: 'none' });
  await runs.recover({ isAlive: () => true, carries: () => false, adopts: false });
  expect(await runs.leases()).toEqual([]);
});

const act = fc.record({ what: fc.constantFrom('submit', 'repeated', 'follow', 'end', 'cancel', 'admit', 'recover'), which: fc.nat(5) });
const acts = fc.array(act, { minLength: 1, maxLength: 6 });

test('whatever three processes do, in whatever order their reads and writes fall, queue and places say what the runs say', async () => {
  const open = givenTable();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.tuple(acts, acts, acts), async (scheduler, plans) => {
      const table = open();
      for (const { pk, sk } of [
        ...(await table.query({ pk: 'LIM#runs', limit: 99 })).rows,
        ...(await table.query({ pk: 'QUEUE', limit: 99 })).rows,
        ...(await table.query({ pk: 'HELD', limit: 99 })).rows,
      ])
        await table.remove({ pk, sk }, { kind: 'none' });
      const processes = Array.from({ length: 3 }, () => runsOf('own_all', { table: inAnyOrder(scheduler, table), maxRuns: 2 }));
      const crowd = new Crowd(processes);
      const done = Promise.allSettled(plans.map((plan, n) => crowd.actAll(n, plan)));
      await scheduler.waitFor(done);
      expect((await done).filter(({ status }) => status === 'rejected')).toEqual([]);
      const records = await expectAccounts(table, crowd.submitted.toSorted(), 2);
      expect(records.filter(({ id, attempt }) => (crowd.starts.get(id) ?? 0) > attempt)).toEqual([]);
      await expectInOrder(table, records);
    }),
    { numRuns: 150 },
  );
});

/** Once the sweep has let go who is ready, those that are still held wait behind a run that is under way, and nobody else does. */
async function expectInOrder(table: Table, records: readonly RunRecord[]): Promise<void> {
  await runsOf('own_all', { table, maxRuns: 2 }).recover({ isAlive: () => true, carries: () => true, adopts: true });
  const alive = new Set(records.filter(({ status }) => !isTerminal(status)).map(({ id }) => id));
  for await (const { behind } of heldRuns(table)) expect(alive).toContain(behind);
}
