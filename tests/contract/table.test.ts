import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tableContract } from './table.contract.ts';

tableContract('SQLite', () => {
  const folder = temporaryFolder('table');
  const table = openTable(join(folder, 'runlet.db'));
  return {
    table,
    close: () => {
      table.close();
      rmSync(folder, { recursive: true });
    },
  };
});
