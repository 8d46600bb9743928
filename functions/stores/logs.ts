import type { LogLine } from '../../core/schemas/log.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { Bucket } from '../ports/bucket.ts';
import { Chunks } from './logs/chunks.ts';
import { decode, decodeCut } from './logs/line-text.ts';
import { locate, locateTail } from './logs/locate.ts';
import { beginning, decodePosition, encodePosition, folderOf } from './logs/position.ts';
import type { Position } from './logs/position.ts';
import { rawBytes } from './logs/raw.ts';
import { Scan } from './logs/scan.ts';
import { attemptFolder, attemptIn } from './runs/record.ts';

/** Where a page begins: at a cursor, behind a sequence number, so many lines before the end, or at the beginning. The first of them that is given holds. */
export interface LogQuery {
  cursor?: string;
  after?: number;
  tail?: number;
  limit: number;
}

/** Whose log is read: that of one attempt of a run. */
export type LogOf = Parameters<typeof attemptFolder>[0];

/** The logs of runs, read by lines although they are kept as bytes. */
export interface Logs {
  /** One page, of at most `limit` lines and about 1 MiB of text; it may be short, even empty, although more follows.
   *  @param finished whether the run has ended: then unfinished last lines count, and `nextCursor` is null when all is read. Until then it is never null, and leads on when there is more.
   *  @throws AppError `bad-request` for a cursor of another log. */
  page(of: LogOf, query: LogQuery, finished: boolean): Promise<Page<LogLine>>;
  /** The attempt of the run from whose log the cursor is; undefined for what is no such cursor. */
  attemptOf(runId: string, cursor: string): number | undefined;
  /** The bytes as they were written, of both streams and Runlet's notes, or of one stream. */
  raw(of: LogOf, stream?: 'stdout' | 'stderr'): ReadableStream<Uint8Array>;
  /** The beginning of one stream as text, with a mark when more than `maxBytes` bytes were written. */
  text(of: LogOf, stream: 'stdout' | 'stderr', maxBytes: number): Promise<string>;
}

/** Bytes that one page looks at, and bytes of text that it gives, before it stops. */
const pageBytes = 1024 * 1024;
const numbers = { stdout: 1, stderr: 2 } as const;

export function createLogs({ bucket }: { bucket: Bucket }): Logs {
  return {
    page: async (of, query, finished) => {
      const folder = attemptFolder(of);
      const chunks = new Chunks(bucket, folder);
      return readPage(folder, chunks, { start: await startOf(folder, chunks, query, finished), limit: query.limit, finished });
    },
    attemptOf: (runId, cursor) => attemptIn(runId, folderOf(cursor) ?? ''),
    raw: (of, stream) =>
      ReadableStream.from(rawBytes(new Chunks(bucket, attemptFolder(of)), stream === undefined ? null : numbers[stream])),
    text: (of, stream, maxBytes) => readText(new Chunks(bucket, attemptFolder(of)), numbers[stream], maxBytes),
  };
}

async function startOf(folder: string, chunks: Chunks, query: LogQuery, finished: boolean): Promise<Position> {
  if (query.cursor !== undefined) return decodePosition(folder, query.cursor);
  if (query.after !== undefined && query.after >= 0) return locate(chunks, query.after + 1);
  return query.tail === undefined ? beginning : locateTail(chunks, query.tail, finished);
}

async function readPage(
  folder: string,
  chunks: Chunks,
  { start, limit, finished }: { start: Position; limit: number; finished: boolean },
): Promise<Page<LogLine>> {
  const scan = new Scan(chunks, start, finished);
  const items: LogLine[] = [];
  let textLength = 0;
  while (items.length < limit && textLength < pageBytes) {
    const line = await scan.next(pageBytes);
    if (line === null) break;
    if (line.seq < start.from) continue;
    items.push(line);
    textLength += line.text.length;
  }
  const end = { ...scan.position };
  const isLast = finished && (scan.done || ((await scan.next(pageBytes)) === null && scan.done));
  return { items, nextCursor: isLast ? null : encodePosition(folder, end) };
}

async function readText(chunks: Chunks, stream: number, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of rawBytes(chunks, stream)) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > maxBytes)
      return `${decodeCut(Buffer.concat(parts).subarray(0, maxBytes))}\n… [cut after ${maxBytes} bytes; the log of the run has all]`;
  }
  return decode(Buffer.concat(parts));
}
