import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClients } from '../../../functions/aws/clients/index.ts';
import type { ClientSettings } from '../../../functions/aws/clients/index.ts';
import { createDynamoTable } from '../../../functions/aws/table/dynamo-table.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { indexNames, tableSchema } from '../../../core/table-schema.ts';
import type { IndexName } from '../../../core/table-schema.ts';

export const account = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
let tables = 0;

/** A new table at this address, laid out as the program's schema says, and its name. */
export async function givenTableName(endpoint: string, names: readonly IndexName[] = indexNames): Promise<string> {
  tables += 1;
  const tableName = `runlet-${process.pid}-${tables}`;
  const client = new DynamoDBClient({ endpoint, ...account });
  const pairs = [tableSchema, ...names.map((name) => tableSchema.indexes[name])];
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: pairs
        .flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
        .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keysOf(tableSchema),
      GlobalSecondaryIndexes:
        names.length === 0
          ? undefined
          : names.map((IndexName) => ({
              IndexName,
              KeySchema: keysOf(tableSchema.indexes[IndexName]),
              Projection: { ProjectionType: 'ALL' },
            })),
    }),
  );
  client.destroy();
  return tableName;
}

/** The adapter on a table, seen as one process sees it: with clients of its own. */
export function openDynamo(tableName: string, settings: ClientSettings): Table {
  return createDynamoTable({ clients: createClients({ ...account, ...settings }), tableName });
}

function keysOf({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
