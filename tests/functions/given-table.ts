import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A table of its own, closed when the test ends. */
export function givenTable() {
  const folder = temporaryFolder('table');
  const table = openTable(join(folder, 'runlet.db'));
  onTestFinished(() => {
    table.close();
    rmSync(folder, { recursive: true });
  });
  return table;
}
