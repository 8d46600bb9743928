import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Table } from '../../../../functions/ports/table.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { Cut } from '../../events/cut.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();
const folder = temporaryFolder('held');
const opened: { close(): void }[] = [];
afterAll(() => {
  for (const table of opened) table.close();
});

function givenTable(): Table {
  const table = openTable(join(folder, `${opened.length}.db`));
  opened.push(table);
  return table;
}

async function behind(runs: Runs, runId: string | null, queueTimeoutSec = 60): Promise<string> {
  const { record } = await runs.create(newRun({ queueTimeoutSec }), null, [], runId === null ? {} : { behind: runId });
  return record.id;
}

async function held(table: Table): Promise<unknown[]> {
  return (await table.query({ pk: 'HELD', limit: 100 })).rows.map(({ body }) => body['runId']);
}

const sweep = { isAlive: () => true, carries: () => true, adopts: false };

test('runs that wait behind each other begin one after the other, though places are free', async () => {
  const runs = runsOf('own', { table: givenTable(), maxRuns: 4 });
  const first = await behind(runs, null);
  const second = await behind(runs, first);
  const third = await behind(runs, second);
  expect(await runs.admit()).toEqual([]);
  await runs.endWithoutReport(first, { kind: 'lost' });
  expect([await runs.admit(), await runs.admit()]).toEqual([[second], []]);
  await runs.endWithoutReport(second, { kind: 'lost' });
  expect(await runs.admit()).toEqual([third]);
});

test('a held run keeps nobody from a free place', async () => {
  const runs = runsOf('own', { table: givenTable(), maxRuns: 4 });
  await behind(runs, await behind(runs, null));
  expect((await runs.create(newRun(), null, [])).record.status).toBe('STARTING');
});

test('a run behind one that has ended, or is gone, begins at once', async () => {
  const runs = runsOf('own', { table: givenTable(), maxRuns: 4 });
  const first = await behind(runs, null);
  await runs.endWithoutReport(first, { kind: 'lost' });
  const after = await Promise.all([first, newRun().id].map((id) => behind(runs, id)));
  const statuses = await Promise.all(after.map(async (id) => (await runs.record(id)).status));
  expect(statuses).toEqual(['STARTING', 'STARTING']);
});

test('a held run is canceled at once, and who waits behind it waits for the one before', async () => {
  const table = givenTable();
  const runs = runsOf('own', { table, maxRuns: 4 });
  const first = await behind(runs, null);
  const second = await behind(runs, first);
  const third = await behind(runs, second);
  expect((await runs.cancel(second, null)).status).toBe('CANCELED');
  const fourth = await behind(runs, second);
  expect([await runs.admit(), await held(table), (await runs.record(third)).behind]).toEqual([[], [third, fourth], first]);
  await runs.endWithoutReport(first, { kind: 'lost' });
  expect([await held(table), await runs.admit()]).toEqual([[], [third, fourth]]);
});

test('a held run that was passed on is canceled too', async () => {
  const table = givenTable();
  const runs = runsOf('own', { table, maxRuns: 4 });
  const second = await behind(runs, await behind(runs, null));
  const third = await behind(runs, second);
  await runs.cancel(second, null);
  expect([(await runs.cancel(third, null)).status, await held(table)]).toEqual(['CANCELED', []]);
});

test('a held run that waits too long is ended by recovery', async () => {
  let ms = Date.now();
  const table = givenTable();
  const runs = runsOf('own', { table, maxRuns: 4, now: () => new Date(ms) });
  const second = await behind(runs, await behind(runs, null));
  ms += 600_000;
  const { gaveUp, waiting } = await runs.recover(sweep);
  expect([gaveUp.map(({ id, reason }) => [id, reason]), waiting, await held(table)]).toEqual([[[second, 'queue-timeout']], 0, []]);
});

test('held runs of a process that died are taken over with their order', async () => {
  const table = givenTable();
  const [dead, next] = [runsOf('own_dead', { table, maxRuns: 4 }), runsOf('own_next', { table, maxRuns: 4 })];
  const first = await behind(dead, null);
  const second = await behind(dead, first);
  const { lost, adopted } = await next.recover({ isAlive: (owner) => owner !== 'own_dead', carries: () => false, adopts: true });
  expect([lost, adopted, await next.admit()]).toEqual([[first], 1, [second]]);
});

test('an end that is cut off before it lets the next one go is made good by the sweep', async () => {
  const [table, cut] = [givenTable(), new Cut()];
  const runs = runsOf('own', { table: cut.table(table), maxRuns: 4 });
  const first = await behind(runs, null);
  const second = await behind(runs, first);
  cut.behind(1);
  await expect(runs.endWithoutReport(first, { kind: 'lost' })).rejects.toThrow('killed');
  cut.heal();
  expect(await runs.admit()).toEqual([]);
  await runs.recover(sweep);
  expect(await runs.admit()).toEqual([second]);
});

test('whether it ends before, while or after another comes to wait behind it, the other begins', async () => {
  const runs = runsOf('own', { table: givenTable(), maxRuns: 4 });
  for (let round = 0; round < 20; round++) {
    const first = await behind(runs, null);
    const [second] = await Promise.all([behind(runs, first), runs.endWithoutReport(first, { kind: 'lost' })]);
    const admitted = await runs.admit();
    expect([(await runs.record(second)).status, admitted.length <= 1]).toEqual(['STARTING', true]);
    await runs.endWithoutReport(second, { kind: 'lost' });
  }
});
