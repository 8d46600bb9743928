import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTokens } from '../../functions/stores/tokens.ts';
import { createLocalIdentity } from '../../local/identity.ts';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { identityContract } from './identity.contract.ts';

identityContract('local', () => {
  const folder = temporaryFolder('identity');
  const table = openTable(join(folder, 'runlet.db'));
  const tokens = createTokens({ table });
  return {
    tokens,
    identity: createLocalIdentity({ tokens }),
    close: () => {
      table.close();
      rmSync(folder, { recursive: true });
    },
  };
});
