import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';

/** A place in a run's log: the beginning of a read, or of a line within one. */
export interface Position {
  /** First line of the chunk. */
  chunk: number;
  /** Number of the read in the chunk. */
  record: number;
  /** Where in the `.bin` to go on; below the read's own offset it means the read's beginning. */
  offset: number;
  /** Sequence number of the next line to complete here. */
  seq: number;
  /** The last stream whose unfinished last line was given, once the log has ended; 0 is none. */
  rest: number;
  /** Lines below this sequence number are passed over. */
  from: number;
}

export const beginning: Position = { chunk: 0, record: 0, offset: 0, seq: 0, rest: 0, from: 0 };

const count = z.int().min(0);
const form = z.tuple([z.string(), count, count, count, count, z.int().min(0).max(3), count]);

/** The cursor that leads to the position; it fits this run's log only. */
export function encodePosition(folder: string, { chunk, record, offset, seq, rest, from }: Position): string {
  return Buffer.from(JSON.stringify([folder, chunk, record, offset, seq, rest, from])).toString('base64url');
}

/** The folder of whose log this is a cursor; null for what is none. */
export function folderOf(cursor: string): string | null {
  const parsed = form.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  return parsed.success ? parsed.data[0] : null;
}

/** @throws AppError `bad-request` for what is no cursor of this run's log. */
export function decodePosition(folder: string, cursor: string): Position {
  const parsed = form.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== folder) {
    const expected = "`nextCursor` of a page of this run's log";
    throw new AppError('bad-request', 'The cursor belongs to another log; begin again without it.', [
      { field: 'cursor', expected, got: cursor.slice(0, 80) },
    ]);
  }
  const [, chunk, record, offset, seq, rest, from] = parsed.data;
  return { chunk, record, offset, seq, rest, from };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
