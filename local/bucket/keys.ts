import { join } from 'node:path';
import { badKey, checkedKey } from '../../functions/ports/bucket-key.ts';

/** Where unfinished objects lie; no key begins so. */
export const incoming = '.incoming';

/** The file of a key. Every way from a key to a path goes through here.
 *  @throws AppError `bad-request` for keys that no bucket takes. */
export function pathOfKey(root: string, key: string): string {
  checkedKey(key);
  if (key.split('/', 1)[0] === incoming) throw badKey(key, `begins with ${incoming}, which is reserved`);
  return join(root, key);
}

/** The folder of a prefix, up to its last slash, and how the names in it must begin. */
export function splitPrefix(prefix: string): { folder: string; rest: string } {
  const slash = prefix.lastIndexOf('/');
  return { folder: prefix.slice(0, Math.max(slash, 0)), rest: prefix.slice(slash + 1) };
}
