import { join } from 'node:path';
import { AppError } from '../../core/errors.ts';

/** Where unfinished objects lie; no key begins so. */
export const incoming = '.incoming';

/** The file of a key. Every way from a key to a path goes through here.
 *  @throws AppError `bad-request` for keys that no bucket takes. */
export function pathOfKey(root: string, key: string): string {
  const wrong = fault(key);
  if (wrong !== null) {
    throw new AppError('bad-request', `The name ${JSON.stringify(key.slice(0, 200))} ${wrong}.`, [
      {
        field: 'key',
        expected: 'parts of 1 to 255 bytes with / between them, none of them . or .., 900 characters at most',
        got: key.slice(0, 200),
      },
    ]);
  }
  return join(root, key);
}

/** The prefix, when keys may begin with it and it ends in a slash, as a grant for many objects needs it.
 *  @throws AppError `bad-request`. */
export function checkedFolder(root: string, prefix: string): string {
  if (!prefix.endsWith('/'))
    throw new AppError(
      'bad-request',
      `The prefix ${JSON.stringify(prefix.slice(0, 200))} does not end in /, so it would fit foreign keys.`,
    );
  pathOfKey(root, prefix.slice(0, -1));
  return prefix;
}

/** The folder of a prefix, up to its last slash, and how the names in it must begin. */
export function splitPrefix(prefix: string): { folder: string; rest: string } {
  const slash = prefix.lastIndexOf('/');
  return { folder: prefix.slice(0, Math.max(slash, 0)), rest: prefix.slice(slash + 1) };
}

function fault(key: string): string | null {
  if (key.length > 900) return `has ${key.length} characters; 900 are allowed`;
  if (key.includes('\0') || !key.isWellFormed()) return 'holds a NUL character or a lone surrogate';
  const parts = key.split('/');
  if (parts.includes('')) return 'has an empty part';
  if (parts.some((part) => part === '.' || part === '..')) return 'has a part . or ..';
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return 'has a part of more than 255 bytes';
  return parts[0] === incoming ? `begins with ${incoming}, which is reserved` : null;
}
