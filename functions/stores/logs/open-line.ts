import type { Chunk, Segment } from './chunk.ts';
import type { Chunks } from './chunks.ts';
import { GrowingLine, shownBytes } from './line-text.ts';

const newline = 0x0a;
const lookBytes = 256 * 1024;

/** The unfinished line of a stream, and when its last bytes were read (unix ms); no bytes when there is none. */
export interface OpenLine {
  line: GrowingLine;
  time: number;
}

interface Piece {
  chunk: Chunk;
  start: number;
  end: number;
}

/** Finds the line of a stream that is unfinished before the record, by going back through the index. Its middle is never read, and its pieces are
 *  never held but for those that hold the first bytes. */
export async function openLineBefore(chunks: Chunks, at: { chunk: Chunk; record: number }, stream: number): Promise<OpenLine> {
  const pieces: Piece[] = [];
  let [bytes, held, time] = [0, 0, 0];
  for await (const { chunk, segment } of readsBefore(chunks, at, stream)) {
    if (time === 0) time = segment.time;
    const start = await startOfRest(chunk, segment);
    const piece = { chunk, start: start ?? segment.offset, end: segment.end };
    pieces.push(piece);
    bytes += lengthOf(piece);
    held += lengthOf(piece);
    // The latest pieces go as soon as the earlier ones alone fill what is shown.
    while (pieces[0] !== undefined && held - lengthOf(pieces[0]) >= shownBytes) {
      held -= lengthOf(pieces[0]);
      pieces.shift();
    }
    if (start !== null || !segment.unfinished) break;
  }
  return { line: await lineOf(pieces.toReversed(), bytes), time };
}

function lengthOf(piece: Piece): number {
  return piece.end - piece.start;
}

async function* readsBefore(
  chunks: Chunks,
  at: { chunk: Chunk; record: number },
  stream: number,
): AsyncGenerator<{ chunk: Chunk; segment: Segment }> {
  let { chunk, record } = at;
  for (;;) {
    for (let number = await chunk.lastReadOf(stream, record); number >= 0; number = await chunk.lastReadOf(stream, number)) {
      const segment = await chunk.segment(number);
      if (segment !== null) yield { chunk, segment };
    }
    const before = chunk.first === 0 ? undefined : (await chunks.firsts()).findLast((first) => first < chunk.first);
    const earlier = before === undefined ? null : await chunks.at(before);
    if (earlier === null) return;
    chunk = earlier;
    record = earlier.records;
  }
}

/** Where the line begins that the read leaves unfinished; null when the read has no newline at all. */
async function startOfRest(chunk: Chunk, segment: Segment): Promise<number | null> {
  if (segment.nextFirst === segment.first) return null;
  for (let end = segment.end; end > segment.offset;) {
    const start = Math.max(segment.offset, end - lookBytes);
    const found = await lastNewline(chunk, start, end);
    if (found !== null) return found + 1;
    end = start;
  }
  return null;
}

async function lastNewline(chunk: Chunk, start: number, end: number): Promise<number | null> {
  let found: number | null = null;
  for (let at = start; at < end;) {
    const part = await chunk.read(at, end);
    const last = part.lastIndexOf(newline);
    if (last >= 0) found = at + last;
    at += part.byteLength;
  }
  return found;
}

async function lineOf(pieces: readonly Piece[], bytes: number): Promise<GrowingLine> {
  const line = new GrowingLine();
  for (const { chunk, start, end } of pieces) {
    for (let at = start; at < end && line.room > 0;) {
      const part = await chunk.read(at, Math.min(end, at + line.room));
      line.add(part);
      at += part.byteLength;
    }
  }
  line.skip(bytes - line.bytes);
  return line;
}
