import { DatabaseSync } from 'node:sqlite';
import { indexNames } from '../../core/table-schema.ts';
import { makePrivate } from '../private-file.ts';

/** The layout of the file; a file with a higher number was made by a newer program. */
const layout = 1;
/** How long a write waits for another process's write, in milliseconds. */
const busyMs = 10_000;

const columns = indexNames.map((name) => `${name}_pk TEXT, ${name}_sk TEXT`).join(', ');
const indexes = indexNames
  .map(
    (name) => `
  CREATE INDEX IF NOT EXISTS by_${name} ON rows (${name}_pk, ${name}_sk, pk, sk) WHERE ${name}_pk IS NOT NULL;`,
  )
  .join('');

// With rowids: in a WITHOUT ROWID table a body above a quarter page goes to a page of its own, and lists became five times slower.
const schema = `
  CREATE TABLE IF NOT EXISTS rows (
    pk TEXT NOT NULL, sk TEXT NOT NULL, body TEXT NOT NULL, revision INTEGER NOT NULL, expires_at INTEGER, ${columns},
    PRIMARY KEY (pk, sk)
  ) STRICT;
  ${indexes}
  CREATE INDEX IF NOT EXISTS by_expiry ON rows (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA user_version = ${layout};`;

/** Opens the file, and lays it out when it is new. Several processes may do so at once.
 *  @throws Error when a newer program made the file. */
export function openFile(path: string): DatabaseSync {
  makePrivate(path);
  const db = new DatabaseSync(path, { timeout: busyMs });
  try {
    // FULL: what was acknowledged survives a power cut; docs/adr/0002 has the cost.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;');
    layOut(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function layOut(db: DatabaseSync, path: string): void {
  const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (found > layout)
    throw new Error(`${path} was made by a newer Runlet (layout ${found}, this one reads up to ${layout}); use the newer one.`);
  if (found === layout) return;
  db.exec('BEGIN IMMEDIATE');
  db.exec(schema);
  db.exec('COMMIT');
}
