import type { Key, Query, Write } from '../ports/table.ts';

/** The key that a write is about. */
export function keyOf(one: Write): Key {
  return one.kind === 'put' ? one.row : one.key;
}

/** @throws RangeError for more than 100 writes, and for two to one key. */
export function checkWrites(writes: readonly Write[]): void {
  if (writes.length > 100) throw new RangeError(`a transaction has ${writes.length} writes; up to 100 are allowed`);
  const keys = new Set(writes.map((one) => JSON.stringify([keyOf(one).pk, keyOf(one).sk])));
  if (keys.size < writes.length) throw new RangeError('a transaction writes one key twice; each key may stand in it once');
}

/** @throws RangeError for a limit that is none. */
export function checkLimit({ limit }: Query): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new RangeError(`limit is ${limit}; 1 to 1,000 are allowed`);
}
