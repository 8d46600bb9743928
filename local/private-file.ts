import { closeSync, openSync } from 'node:fs';
import { hasCode } from './bucket/node-error.ts';

/** Makes an empty file that nobody else may read, unless it is there: SQLite would make one that all may, and scripts run as other users of this
 *  machine. The files that SQLite lays beside it get the same mode. */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
