import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where stand-ins are installed; kept between runs. */
export const standInsDir = resolve(import.meta.dirname, '../../../.cache/stand-ins');

/**
 * The folder in which something was installed from this recipe, installed now when it was not. A recipe that changes is installed anew; of
 * several processes that ask at once, one installs and the others wait.
 */
export async function installed(name: string, recipe: string, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(standInsDir, `${name}-${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`);
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) return folder;
  mkdirSync(standInsDir, { recursive: true });
  return await alone(`${folder}.lock`, async () => {
    if (existsSync(stamp)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await install(folder);
    writeFileSync(stamp, recipe);
    return folder;
  });
}

/** Does the work while no other process does it under the same lock file; a lock whose holder is gone is taken over. */
async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!taken(lock)) {
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    else await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** An empty lock is one that is just being written, or one whose writer was killed at that very moment. */
function isAbandoned(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return pid === 0 && Date.now() - statSync(lock).mtimeMs > 5_000;
  } catch {
    return existsSync(lock);
  }
}
