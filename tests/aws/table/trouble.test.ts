import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Table } from '../../../functions/ports/table.ts';
import { always, freshPartition, givenRow, givenRows, sksOf } from '../../contract/given-rows.ts';
import { startDynamoDbLocal } from '../stand-ins/dynamodb-local.ts';
import type { StandIn } from '../stand-ins/server.ts';
import { givenTableName, openDynamo } from './given-dynamo.ts';
import { startUnreliable } from './unreliable.ts';
import type { Trouble, Unreliable } from './unreliable.ts';

let server: StandIn;
let way: Unreliable;
let tableName: string;
let table: Table;
const absent = { kind: 'absent' } as const;
const revision1 = { kind: 'revision', revision: 1 } as const;

beforeAll(async () => {
  server = await startDynamoDbLocal();
  way = await startUnreliable(server.url);
  tableName = await givenTableName(server.url);
});
beforeEach(() => {
  // Clients of its own for each test: one that was throttled is slow for a while.
  table = openDynamo(tableName, { endpoint: way.url, requestMs: 700 });
  for (const operation of ['GetItem', 'Query', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']) way.give(operation, []);
});
afterAll(async () => {
  await way.stop();
  await server.stop();
});

/** A put of a new row beside the check of another, so that it is a transaction. */
async function transactNew(pk: string, sk: string): Promise<boolean> {
  return await table.transact([
    { kind: 'put', row: givenRow(pk, sk), condition: absent },
    { kind: 'check', key: { pk, sk: 'there' }, condition: revision1 },
  ]);
}

// A client that was throttled waits for seconds, so that once must do.
const passing: [Trouble, ...Trouble[]][] = [['throttled'], ['busy'], ['cut-off', 'cut-off'], ['silent', 'silent'], ['lost', 'lost']];

describe.each(passing)('requests that are %s at first', (...troubles) => {
  test('read what is there all the same', async () => {
    const pk = await givenRows(table, ['a']);
    way.give('GetItem', troubles);
    expect(await table.get({ pk, sk: 'a' })).toMatchObject({ revision: 1 });
    way.give('Query', troubles);
    expect(await sksOf(table, { pk, limit: 9 })).toEqual(['a']);
  });
  test('put once, and know that it was they who did', async () => {
    const row = givenRow(freshPartition());
    way.give('UpdateItem', troubles);
    expect(await table.put(row, absent)).toBe(true);
    way.give('UpdateItem', troubles);
    expect(await table.put(row, revision1)).toBe(true);
    expect(await table.get(row)).toMatchObject({ revision: 2 });
  });
  test('do not take the row of another for their own', async () => {
    const row = givenRow(freshPartition());
    await table.put(row, absent);
    way.give('UpdateItem', troubles);
    expect(await table.put(row, absent)).toBe(false);
    expect(await table.get(row)).toMatchObject({ revision: 1 });
  });
  test('remove, and know that it was they who did', async () => {
    const pk = await givenRows(table, ['a', 'b']);
    way.give('TransactWriteItems', troubles);
    expect(await table.remove({ pk, sk: 'a' }, revision1)).toBe(true);
    way.give('DeleteItem', troubles);
    expect(await table.remove({ pk, sk: 'b' }, always)).toBe(true);
    expect(await sksOf(table, { pk, limit: 9 })).toEqual([]);
  });
  test('do a transaction once, and know that it was they who did', async () => {
    const pk = await givenRows(table, ['there']);
    way.give('TransactWriteItems', troubles);
    expect(await transactNew(pk, 'new')).toBe(true);
    expect(await transactNew(pk, 'new')).toBe(false);
    expect(await table.get({ pk, sk: 'new' })).toMatchObject({ revision: 1 });
  });
});

describe('writes that meet a transaction', () => {
  test('wait for it to end and then are done', async () => {
    const pk = await givenRows(table, ['there']);
    way.give('TransactWriteItems', ['in-transaction', 'in-transaction', 'in-transaction']);
    expect(await transactNew(pk, 'new')).toBe(true);
    way.give('UpdateItem', ['conflict', 'conflict']);
    expect(await table.put(givenRow(pk, 'new'), revision1)).toBe(true);
    way.give('DeleteItem', ['conflict']);
    expect(await table.remove({ pk, sk: 'new' }, always)).toBe(true);
  });
  test('give up in words of ours when it never ends, having written nothing', async () => {
    const pk = await givenRows(table, ['there']);
    way.give(
      'TransactWriteItems',
      Array.from({ length: 20 }, () => 'in-transaction' as const),
    );
    await expect(transactNew(pk, 'new')).rejects.toMatchObject({ code: 'no-capacity' });
    expect(await sksOf(table, { pk, limit: 9 })).toEqual(['there']);
  });
});

test('a table that throttles for good has no capacity, in words of ours, and nothing was written', async () => {
  const pk = await givenRows(table, ['there']);
  const forGood: Trouble[] = ['throttled', 'throttled', 'busy', 'busy', 'throttled'];
  const tries = { GetItem: () => table.get({ pk, sk: 'a' }), TransactWriteItems: () => transactNew(pk, 'new') };
  for (const [operation, work] of Object.entries(tries)) {
    way.give(operation, forGood);
    await expect(work()).rejects.toMatchObject({ code: 'no-capacity' });
  }
  expect(await sksOf(table, { pk, limit: 9 })).toEqual(['there']);
});
