import { loader } from '../../aws/clients/loader.ts';
import { createDynamoTable } from '../../aws/table/dynamo-table.ts';
import type { Config } from '../../config.ts';
import type { Table } from '../../ports/table.ts';

/** The installation's table. */
export function openTable({ table, endpoint }: Config<'table' | 'endpoint'>): Table {
  const clients = { dynamodb: loader(() => import('../../aws/clients/dynamodb.ts'), { endpoint }) };
  return createDynamoTable({ clients, tableName: table });
}
