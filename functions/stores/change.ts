import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Key, Table, Write } from '../ports/table.ts';

/** What a change has decided: the writes that must all happen, and what it then answers. */
export interface Decision<T> {
  writes: readonly Write[];
  value: T;
}

/** Enough for some dozens of writers on one row, each of whom loses against all others once. */
const maxAttempts = 60;

/**
 * Reads, decides and writes, again and again until nobody came between. `decide` reads what it needs and puts the
 * revisions it read into the conditions of its writes; without writes its value is the answer at once.
 * @throws AppError `conflict` when others were quicker 60 times, and whatever `decide` throws.
 */
export async function change<T>(table: Table, decide: () => Promise<Decision<T>>): Promise<T> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { writes, value } = await decide();
    if (writes.length === 0 || (await table.transact(writes))) return value;
    await sleep(Math.random() * Math.min(2 ** attempt, 40));
  }
  throw new AppError('conflict');
}

/** A row's body in the form its store keeps, with the revision that a condition can name. */
export interface Stored<T> {
  body: T;
  revision: number;
}

/** The row under the key, parsed, or null. A row that does not fit its schema is our own fault and ends as `internal`. */
export async function readRow<S extends z.ZodType>(table: Table, key: Key, schema: S): Promise<Stored<z.output<S>> | null> {
  const row = await table.get(key);
  return row && { body: schema.parse(row.body), revision: row.revision };
}
