import { beforeAll, expect, test } from 'vitest';
import { createClients } from '../../../../functions/aws/clients/index.ts';
import { createDynamoTable } from '../../../../functions/aws/table/dynamo-table.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import { freePort } from '../../../aws/stand-ins/server.ts';

const key = { pk: 'P', sk: 'S' };
const none = { kind: 'none' } as const;
let table: Table;

beforeAll(async () => {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const clients = createClients({ endpoint: `http://127.0.0.1:${await freePort()}`, region: 'us-east-1', credentials });
  table = createDynamoTable({ clients, tableName: 'nowhere' });
});

test.each<[string, () => Promise<unknown>]>([
  ['get', () => table.get(key)],
  ['query', () => table.query({ pk: 'P', limit: 1 })],
  ['put', () => table.put({ ...key, body: {} }, none)],
  ['remove', () => table.remove(key, none)],
  ['transact', () => table.transact([{ kind: 'remove', key, condition: { kind: 'revision', revision: 1 } }])],
])('%s on a table that nobody answers for says that it may be tried again', async (_, call) => {
  await expect(call()).rejects.toMatchObject({ code: 'no-capacity' });
});
