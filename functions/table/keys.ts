import type { Key } from '../ports/table.ts';

/** DynamoDB's limits in bytes of UTF-8, kept by every Table, so that a row which one edition takes the other takes as well. */
const greatest = { pk: 2048, sk: 1024 };

/** @throws RangeError for keys that some edition could not store. */
export function checkKey(key: Key): void {
  const fault = faultOf(key);
  if (fault !== null) throw new RangeError(fault);
}

/** Why no edition could hold a row under the key, or null when one can. */
export function faultOf(key: Key): string | null {
  for (const part of ['pk', 'sk'] as const) {
    const value = key[part];
    const bytes = Buffer.byteLength(value);
    if (bytes < 1 || bytes > greatest[part]) return `${part} has ${bytes} bytes; 1 to ${greatest[part]} are allowed`;
    if (!value.isWellFormed() || value.includes('\0')) return `${part} holds a lone surrogate or a NUL character`;
  }
  return null;
}
