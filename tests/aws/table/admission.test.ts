import { afterAll, beforeAll, expect, test } from 'vitest';
import { newRun, givenRuns } from '../../functions/stores/runs/given-runs.ts';
import { expectAllCarried } from '../../functions/stores/runs/crowd.ts';
import { expectAccounts } from '../../functions/stores/runs/expect-accounts.ts';
import { startDynamoDbLocal } from '../stand-ins/dynamodb-local.ts';
import type { StandIn } from '../stand-ins/server.ts';
import { givenTableName, openDynamo } from './given-dynamo.ts';
import { startUnreliable } from './unreliable.ts';

let server: StandIn;
beforeAll(async () => {
  server = await startDynamoDbLocal();
});
afterAll(async () => await server.stop());
const { runsOf } = givenRuns();

/** Processes over one new table, each with clients of its own, that may have so many runs under way. */
async function givenProcesses(count: number, maxRuns: number, endpoint = server.url) {
  const tableName = await givenTableName(server.url);
  const tables = Array.from({ length: count }, () => openDynamo(tableName, { endpoint }));
  return {
    table: openDynamo(tableName, { endpoint: server.url }),
    processes: tables.map((table) => runsOf('own_all', { table, maxRuns })),
  };
}

test('1,000 runs submitted at once by 16 processes are all accounted for, and each is started once', async () => {
  const { table, processes } = await givenProcesses(16, 24);
  await expectAllCarried(table, processes, { count: 1000, maxRuns: 24 });
}, 300_000);

test('runs are accounted for though every tenth write meets a transaction or loses its answer', async () => {
  const way = await startUnreliable(server.url);
  const { table, processes } = await givenProcesses(4, 3, way.url);
  const some = Array.from({ length: 400 }, (_, n) => (n % 20 === 9 ? 'in-transaction' : n % 20 === 19 ? 'lost' : null));
  way.give('TransactWriteItems', some);
  await expectAllCarried(table, processes, { count: 40, maxRuns: 3 });
  await way.stop();
});

test('a key that eight processes send at once makes one run', async () => {
  const { table, processes } = await givenProcesses(8, 1);
  const key = { pk: 'IDEM#a', sk: 'k', requestHash: 'h' };
  const created = await Promise.all(processes.map((runs) => runs.create(newRun(), key, [])));
  const ids = [...new Set(created.map(({ record }) => record.id))];
  expect([ids.length, created.filter(({ replayed }) => !replayed).length]).toEqual([1, 1]);
  await expectAccounts(table, ids, 1);
});
