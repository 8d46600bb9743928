import type { Chunk, Segment } from './chunk.ts';
import type { Chunks } from './chunks.ts';
import { openLineBefore } from './open-line.ts';
import { beginning } from './position.ts';
import type { Position } from './position.ts';
import { streams } from './records.ts';

const newline = 0x0a;

/** The position from which the line `from` is reached within one read, found by halving. */
export async function locate(chunks: Chunks, from: number): Promise<Position> {
  const first = (await chunks.firsts()).findLast((one) => one <= from);
  const chunk = first === undefined ? null : await chunks.at(first);
  if (chunk === null || chunk.records === 0) return { ...beginning, from };
  let [low, high] = [0, chunk.records - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await chunk.record(middle)).first <= from) low = middle;
    else high = middle - 1;
  }
  return { ...beginning, chunk: chunk.first, record: low, seq: (await chunk.record(low)).first, from };
}

/** The position from which the last lines are reached. Unfinished ones count once the log has ended. */
export async function locateTail(chunks: Chunks, lines: number, finished: boolean): Promise<Position> {
  const last = (await chunks.firsts()).at(-1);
  const chunk = last === undefined ? null : await chunks.at(last);
  const segment = (await chunk?.segment(chunk.records - 1)) ?? null;
  if (chunk === null || segment === null) return beginning;
  const complete = segment.first + (await newlinesIn(chunk, segment));
  const rests = finished ? await countRests(chunks, chunk) : 0;
  return locate(chunks, Math.max(0, complete + rests - lines));
}

async function newlinesIn(chunk: Chunk, segment: Segment): Promise<number> {
  let count = 0;
  for (let at = segment.offset; at < segment.end;) {
    const part = await chunk.read(at, segment.end);
    for (let found = part.indexOf(newline); found >= 0; found = part.indexOf(newline, found + 1)) count += 1;
    at += part.byteLength;
  }
  return count;
}

async function countRests(chunks: Chunks, chunk: Chunk): Promise<number> {
  let count = 0;
  for (const stream of streams) {
    const { line } = await openLineBefore(chunks, { chunk, record: chunk.records }, stream);
    if (line.bytes > 0) count += 1;
  }
  return count;
}
