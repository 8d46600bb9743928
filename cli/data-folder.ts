import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** The data folder's path: what was asked for, RUNLET_HOME, or `.runlet` in the home folder. */
export function dataFolderPath(asked?: string): string {
  return resolve(asked ?? (process.env['RUNLET_HOME'] || join(homedir(), '.runlet')));
}

/** The data folder, made when it is not there.
 *  @throws UsageError when it cannot be made, or is no folder that can be written to */
export function dataFolder(asked?: string): string {
  const path = dataFolderPath(asked);
  try {
    make(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The data folder ${path} cannot be used (${why}); choose another with RUNLET_HOME, or with --data for \`runlet start\`.`,
    );
  }
  return path;
}

/** One folder after the other, because Node's own recursion does not end where a file system refuses new folders. */
function make(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is a file`);
    return;
  }
  make(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
