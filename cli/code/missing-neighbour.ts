import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Run } from '../../core/schemas/run.ts';

/** When a file that was carried alone failed because a module beside it was missing: the command that carries it, else null. */
export function missingNeighbour(run: Pick<Run, 'exception'>, file: string): string | null {
  if (run.exception === null || !/^(ModuleNotFound|Import)Error$/.test(run.exception.type)) return null;
  const module = /No module named '([^'.]+)/.exec(run.exception.message)?.[1];
  if (module === undefined) return null;
  const folder = dirname(file);
  const lies = [`${module}.py`, module].find((name) => existsSync(join(folder, name)));
  if (lies === undefined) return null;
  return `${lies} lies beside ${basename(file)} but was not carried, because a file is run alone; carry the folder: runlet run ${quoted(folder)} --entry ${quoted(basename(file))}`;
}

/** The text as one word of a shell's command line. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
