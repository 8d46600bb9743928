import { createClients } from '../../../functions/aws/clients/index.ts';
import { createDynamoTable } from '../../../functions/aws/table/dynamo-table.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { account } from './deploy.ts';

/** The table of the installation, as whoever owns the account may read and write it. */
export function deployedTable({ emulator, outputs }: { emulator: string; outputs: Record<string, string> }): Table {
  const credentials = { accessKeyId: account.id, secretAccessKey: 'test' };
  const clients = createClients({ endpoint: emulator, region: account.region, credentials });
  return createDynamoTable({ clients, tableName: outputs['TableName'] ?? '' });
}
