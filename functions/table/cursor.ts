import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Query } from '../ports/table.ts';

/** Where a page ended: the sort key within the query, and the key of the row. */
export interface Position {
  order: string;
  pk: string;
  sk: string;
}

const form = z.tuple([z.string(), z.string(), z.string(), z.string()]);

/** The cursor for the page behind `position`; it fits this query only. */
export function encodeCursor(query: Query, position: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(query), position.order, position.pk, position.sk])).toString('base64url');
}

/** The position that `query.cursor` holds, or null for the first page.
 *  @throws AppError `bad-request` for what is no cursor of this query. */
export function decodeCursor(query: Query): Position | null {
  if (query.cursor === undefined) return null;
  const parsed = form.safeParse(parseJson(Buffer.from(query.cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== fingerprint(query)) {
    const expected = '`nextCursor` of the page before, with the same filters';
    throw new AppError('bad-request', 'The cursor belongs to another list; begin again without it.', [
      { field: 'cursor', expected, got: query.cursor.slice(0, 80) },
    ]);
  }
  const [, order, pk, sk] = parsed.data;
  return { order, pk, sk };
}

/** Everything that decides the order and the set of rows; the size of the page may change on the way. */
function fingerprint(query: Query): string {
  const { index, pk, prefix, from, below, descending } = query;
  const parts = [index ?? null, pk, prefix ?? null, from ?? null, below ?? null, descending ?? false];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
