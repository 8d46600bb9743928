import { randomBytes } from 'node:crypto';
import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Table } from '../../../functions/ports/table.ts';
import { always, freshPartition, givenRow } from '../../contract/given-rows.ts';
import { startDynamoDbLocal } from '../stand-ins/dynamodb-local.ts';
import type { StandIn } from '../stand-ins/server.ts';
import { account, givenTableName, openDynamo } from './given-dynamo.ts';

let server: StandIn;
let tableName: string;
let table: Table;

beforeAll(async () => {
  server = await startDynamoDbLocal();
  tableName = await givenTableName(server.url);
  table = openDynamo(tableName, { endpoint: server.url });
});
afterAll(async () => await server.stop());

/** Text that deflate makes hardly smaller than three quarters. */
function noise(characters: number): string {
  return randomBytes(characters).toString('base64').slice(0, characters);
}

async function storedBody(pk: string) {
  const client = new DynamoDBClient({ endpoint: server.url, ...account });
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: 'META' } } }));
  client.destroy();
  return Item?.['body'];
}

test.each([
  ['kept as it is', 'plain', 480],
  ['compressed', 'long', 540],
])('a body is %s below or above half a KB', async (_, kind, length) => {
  const row = givenRow(freshPartition(), 'META', { body: { text: 'é'.repeat(length / 2) } });
  await table.put(row, always);
  const body = await storedBody(row.pk);
  expect(body?.S === undefined ? 'long' : 'plain').toBe(kind);
  expect(await table.get(row)).toEqual({ ...row, revision: 1 });
});

test('a row of nearly 400 KB is taken, with its places in the indexes', async () => {
  const row = givenRow(freshPartition(), 'META', { body: { noise: noise(525_000) }, index: { runs: { pk: freshPartition(), sk: 'x' } } });
  expect(await table.put(row, always)).toBe(true);
  expect(await table.get(row)).toEqual({ ...row, revision: 1 });
});

test('a row above 400 KB is refused with its size, before anything is sent', async () => {
  const row = givenRow(freshPartition(), 'META', { body: { noise: noise(600_000) } });
  await expect(table.put(row, always)).rejects.toMatchObject({ code: 'too-large', message: expect.stringMatching(/\d{6} bytes.*409600/) });
  await expect(
    table.transact([
      { kind: 'put', row, condition: always },
      { kind: 'check', key: { pk: row.pk, sk: 'b' }, condition: { kind: 'absent' } },
    ]),
  ).rejects.toMatchObject({ code: 'too-large' });
  expect(await table.get(row)).toBeNull();
});

test('rows that are small each but above 4 MB together are refused as one transaction', async () => {
  const pk = freshPartition();
  const writes = Array.from(
    { length: 12 },
    (_, n) => ({ kind: 'put', row: givenRow(pk, `k${n}`, { body: { noise: noise(500_000) } }), condition: always }) as const,
  );
  await expect(table.transact(writes)).rejects.toMatchObject({ code: 'too-large' });
  expect(await table.transact(writes.slice(4))).toBe(true);
});

test.each([undefined, 'runs'] as const)('a page is as long as asked for, though it holds far more than 1 MB, index %s', async (index) => {
  const pk = freshPartition();
  const sks = Array.from({ length: 12 }, (_, n) => `k${String(n).padStart(2, '0')}`);
  for (const sk of sks) await table.put({ pk, sk, body: { noise: noise(400_000) }, index: { runs: { pk, sk } } }, always);
  const first = await table.query({ pk, index, limit: 9 });
  const second = await table.query({ pk, index, limit: 9, cursor: first.cursor ?? '' });
  expect([first.rows.map(({ sk }) => sk), second.rows.map(({ sk }) => sk)]).toEqual([sks.slice(0, 9), sks.slice(9)]);
  expect(second.cursor).toBeNull();
});

test('a thousand rows come in one page, and a page that ends with the last row has no cursor', async () => {
  const pk = freshPartition();
  for (let n = 0; n < 1000; n += 100)
    await table.transact(
      Array.from({ length: 100 }, (_, k) => ({ kind: 'put', row: { pk, sk: `k${n + k}`, body: {} }, condition: always }) as const),
    );
  const { rows, cursor } = await table.query({ pk, limit: 1000 });
  expect([rows.length, cursor]).toEqual([1000, null]);
});

test('a place in an index that no index could hold is refused', async () => {
  const row = givenRow(freshPartition(), 'META', { index: { due: { pk: 'DUE', sk: '' } } });
  await expect(table.put(row, always)).rejects.toThrow(RangeError);
});

test('a row with every place and an expiry comes back whole', async () => {
  const place = { pk: freshPartition(), sk: 's' };
  const row = givenRow(freshPartition(), 'META', {
    index: { script: place, runs: place, out: place, ended: place, due: place },
    expiresAt: 4_000_000_000,
  });
  await table.put(row, always);
  expect(await table.get(row)).toEqual({ ...row, revision: 1 });
});
