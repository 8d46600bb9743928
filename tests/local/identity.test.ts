import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createTokens } from '../../functions/stores/tokens.ts';
import { createLocalIdentity } from '../../local/identity.ts';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('identity');
const table = openTable(join(folder, 'runlet.db'));
afterAll(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

it('a credential granted in this process may do everything here, and nothing in another', async () => {
  const [here, elsewhere] = [1, 2].map(() => createLocalIdentity({ tokens: createTokens({ table }) }));
  const credential = here?.grantLocal() ?? '';
  expect(await here?.actorOf(credential)).toEqual({ id: 'local', name: 'local', scopes: ['admin'] });
  expect(await elsewhere?.actorOf(credential)).toBeNull();
  expect((await table.query({ pk: 'TOKENS', limit: 1 })).rows).toEqual([]);
});
