import { createTokens } from '../../../functions/stores/tokens.ts';
import { scopes } from '../../../core/schemas/token.ts';
import { deployedTable } from './deployed-table.ts';

/** A token of an administrator, written to the deployed table as whoever owns the account may do. */
export async function firstToken(installation: { emulator: string; outputs: Record<string, string> }): Promise<string> {
  const tokens = createTokens({ table: deployedTable(installation) });
  const made = await tokens.create({ name: 'first', scopes }, { id: 'operator', name: 'operator', scopes });
  return made.token;
}
