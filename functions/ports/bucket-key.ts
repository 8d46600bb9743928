import { AppError } from '../../core/errors.ts';

/** S3 takes keys of up to 1,024 bytes. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const mostBytes = 1024;
const mostCharacters = 900;
const mostPartBytes = 255;
const shownCharacters = 200;

/** What is wrong with a key, as the end of a sentence, or null: every edition takes the same keys. */
export function faultOfKey(key: string): string | null {
  if (key.length > mostCharacters) return `has ${key.length} characters; ${mostCharacters} are allowed`;
  if (key.includes('\0') || !key.isWellFormed()) return 'holds a NUL character or a lone surrogate';
  if (bytesOf(key) > mostBytes) return `has ${bytesOf(key)} bytes; ${mostBytes} are allowed`;
  const parts = key.split('/');
  if (parts.includes('')) return 'has an empty part';
  if (parts.some((part) => part === '.' || part === '..')) return 'has a part . or ..';
  return parts.some((part) => bytesOf(part) > mostPartBytes) ? `has a part of more than ${mostPartBytes} bytes` : null;
}

/** The key itself. @throws AppError `bad-request` for keys that no bucket takes. */
export function checkedKey(key: string): string {
  const fault = faultOfKey(key);
  if (fault !== null) throw badKey(key, fault);
  return key;
}

/** The prefix itself, which keys may begin with and which ends in a slash, as a grant for many objects needs it.
 *  @throws AppError `bad-request`. */
export function checkedFolder(prefix: string): string {
  if (!prefix.endsWith('/')) throw badKey(prefix, 'does not end in /, so it would fit foreign keys');
  checkedKey(prefix.slice(0, -1));
  return prefix;
}

export function badKey(key: string, fault: string): AppError {
  const shown = key.slice(0, shownCharacters);
  return new AppError('bad-request', `The name ${JSON.stringify(shown)} ${fault}.`, [
    {
      field: 'key',
      expected: `parts of 1 to ${mostPartBytes} bytes with / between them, none of them . or .., ${mostCharacters} characters and ${mostBytes} bytes at most`,
      got: shown,
    },
  ]);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
