import type { Table } from '../../functions/ports/table.ts';
import { faultOf } from '../../functions/table/keys.ts';
import { checkWrites } from '../../functions/table/requests.ts';
import { createSweep } from './expired-rows.ts';
import { createGroupCommit } from './group-commit.ts';
import { openFile } from './open-file.ts';
import { queryRows } from './query-rows.ts';
import { rowOf } from './row-cells.ts';
import { createStatements } from './statements.ts';
import { write, writePut, writeRemove } from './write-rows.ts';

/** The Table over one SQLite file, which several processes may share. */
export interface SqliteTable extends Table {
  /** A number that differs from the one before when another connection has written meanwhile; cheap enough to ask often. */
  externalChanges(): number;
  close(): void;
}

const byKey = 'SELECT * FROM rows WHERE pk = ? AND sk = ?';

/** Opens the table in the file, which is made when it is not there; its folder must be. */
export function openTable(path: string): SqliteTable {
  const db = openFile(path);
  const statements = createStatements(db);
  const group = createGroupCommit(db);
  const sweep = createSweep(statements);
  sweep();
  return {
    async get(key) {
      // What people ask for stands in keys, and under a key that cannot be there is nothing.
      if (faultOf(key) !== null) return null;
      const cells = statements.one(byKey, [key.pk, key.sk]);
      return cells === undefined ? null : rowOf(cells);
    },
    async put(row, condition) {
      sweep();
      return group.write(() => writePut(statements, row, condition));
    },
    async remove(key, condition) {
      return group.write(() => writeRemove(statements, key, condition));
    },
    async query(query) {
      return queryRows(statements, query);
    },
    async transact(writes) {
      checkWrites(writes);
      sweep();
      return group.write(() => writes.every((one) => write(statements, one)));
    },
    externalChanges: () => Number(statements.one('PRAGMA data_version', [])?.['data_version']),
    close: () => {
      group.flush();
      db.close();
    },
  };
}
