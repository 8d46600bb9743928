import { readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { incoming, pathOfKey, splitPrefix } from './keys.ts';
import { hasCode } from './node-error.ts';

/** Removes one object; that there is none is fine. */
export async function removeObject(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    // EISDIR and, on macOS, EPERM: the key is a folder of other keys, so there is no object of that name.
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM')) throw error;
  }
}

/** Removes every object whose key begins with the prefix, by whole folders. */
export async function removeObjects(root: string, prefix: string): Promise<void> {
  const { folder, rest } = splitPrefix(prefix);
  const path = folder === '' ? root : pathOfKey(root, folder);
  for (const name of await namesIn(path)) {
    if (name.startsWith(rest) && !(folder === '' && name === incoming)) await rm(join(path, name), { recursive: true, force: true });
  }
  if (rest === '' && folder !== '') await removeEmpty(path);
}

async function removeEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'ENOTEMPTY')) throw error;
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
