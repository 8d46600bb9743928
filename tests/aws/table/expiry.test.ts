import { DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tableSchema } from '../../../core/table-schema.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { always, freshPartition, givenRow, sksOf } from '../../contract/given-rows.ts';
import { startDynamoDbLocal } from '../stand-ins/dynamodb-local.ts';
import type { StandIn } from '../stand-ins/server.ts';
import { account, givenTableName, openDynamo } from './given-dynamo.ts';

let server: StandIn;
let tableName: string;
let table: Table;

beforeAll(async () => {
  server = await startDynamoDbLocal();
  // The stand-in deletes nothing from tables with indexes: it takes their keys for the table's.
  tableName = await givenTableName(server.url, []);
  table = openDynamo(tableName, { endpoint: server.url });
});
afterAll(async () => await server.stop());

async function turnOnExpiry(): Promise<void> {
  const client = new DynamoDBClient({ endpoint: server.url, ...account });
  const TimeToLiveSpecification = { AttributeName: tableSchema.expiresAt, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
  client.destroy();
}

test('a row whose time is over is read until it vanishes; one whose time is not stays', async () => {
  const pk = freshPartition();
  const now = Math.floor(Date.now() / 1000);
  await table.put(givenRow(pk, 'over', { expiresAt: now - 60 }), always);
  await table.put(givenRow(pk, 'later', { expiresAt: now + 3600 }), always);
  expect(await sksOf(table, { pk, limit: 9 })).toEqual(['later', 'over']);
  await turnOnExpiry();
  await vi.waitFor(async () => expect(await sksOf(table, { pk, limit: 9 })).toEqual(['later']), { timeout: 30_000, interval: 200 });
});
