import { createClients } from '../../../functions/aws/clients/index.ts';
import { createDynamoTable } from '../../../functions/aws/table/dynamo-table.ts';
import { createTokens } from '../../../functions/stores/tokens.ts';
import { scopes } from '../../../core/schemas/token.ts';
import { account } from './deploy.ts';

/** A token of an administrator, written to the deployed table as whoever owns the account may do. */
export async function firstToken({ emulator, outputs }: { emulator: string; outputs: Record<string, string> }): Promise<string> {
  const credentials = { accessKeyId: account.id, secretAccessKey: 'test' };
  const clients = createClients({ endpoint: emulator, region: account.region, credentials });
  const tokens = createTokens({ table: createDynamoTable({ clients, tableName: outputs['TableName'] ?? '' }) });
  const made = await tokens.create({ name: 'first', scopes }, { id: 'operator', name: 'operator', scopes });
  return made.token;
}
