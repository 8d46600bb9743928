import { createClients } from '../../functions/aws/clients/index.ts';
import { createDynamoTable } from '../../functions/aws/table/dynamo-table.ts';
import { createTokens } from '../../functions/stores/tokens.ts';

const deployer = { id: 'deployer', name: 'deployer', scopes: ['admin'] } as const;

/** Makes a token that may do everything, by writing to the table with the caller's own AWS credentials. Every later token can be made over the API. */
export async function firstToken(tableName: string, name: string): Promise<string> {
  const table = createDynamoTable({ clients: createClients({ endpoint: process.env['AWS_ENDPOINT_URL'] }), tableName });
  const { token } = await createTokens({ table }).create({ name, scopes: ['admin'] }, deployer);
  return token;
}
