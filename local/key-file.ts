import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './bucket/node-error.ts';

/** A key of 32 random bytes in the data folder, made once, readable by its owner only. @param name of its file, like `grant.key`. */
export function readKeyFile(dataDir: string, name: string): Buffer {
  const path = join(dataDir, name);
  return readKey(path) ?? makeKey(dataDir, path);
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path);
    if (key.length !== 32)
      throw new Error(`${path} is damaged: it has ${key.length} bytes and must have 32; remove it, and a new one is made.`);
    return key;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Written aside and linked into place, so that two processes that start at once end up with one whole key. */
function makeKey(dataDir: string, path: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const aside = join(dataDir, `.key-${randomUUID()}`);
  writeFileSync(aside, randomBytes(32), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside);
  }
  return readFileSync(path);
}
