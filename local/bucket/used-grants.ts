import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grantMs } from './grants.ts';
import { hasCode } from './node-error.ts';

/** Remembers which upload grants were used, across processes, as long as they could be used again. */
export interface UsedGrants {
  /** True for the first who asks. */
  use(id: string): Promise<boolean>;
}

/** @param folder holds one empty file per used grant. */
export function createUsedGrants(folder: string): UsedGrants {
  return {
    async use(id) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeOld(folder);
      try {
        await writeFile(join(folder, id), '', { flag: 'wx', mode: 0o600 });
        return true;
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw error;
      }
    },
  };
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const madeAt = await stat(path).then(
      (found) => found.mtimeMs,
      () => Number.NaN,
    );
    if (madeAt < Date.now() - 2 * grantMs) await rm(path, { force: true });
  }
}
