import type { LogLine } from '../../../core/schemas/log.ts';
import type { Chunk, Segment } from './chunk.ts';
import type { Chunks } from './chunks.ts';
import { decode, GrowingLine, shownBytes } from './line-text.ts';
import { openLineBefore } from './open-line.ts';
import type { OpenLine } from './open-line.ts';
import type { Position } from './position.ts';
import { recordBytes, streams } from './records.ts';

const newline = 0x0a;

/** Goes through a log line by line, in the order in which lines were completed. */
export class Scan {
  readonly #chunks: Chunks;
  readonly #open = new Map<number, OpenLine | 'begun before'>();
  /** Where the next line is looked for. */
  position: Position;
  /** Bytes of log and index that were looked at. */
  scanned = 0;
  /** Whether all lines that exist were given. */
  done = false;
  readonly #finished: boolean;
  #ended = false;
  #chunk: Chunk | null = null;
  /** Bytes of the current read behind which lines follow. */
  #part: { bytes: Uint8Array; start: number; stream: number; time: number } | null = null;
  #lastTime = { time: Number.NaN, text: '' };

  /** @param finished whether the log has ended, so that unfinished last lines count. */
  constructor(chunks: Chunks, position: Position, finished: boolean) {
    this.#chunks = chunks;
    this.position = { ...position };
    this.#finished = finished;
  }

  /** The next line; null when `done`, and when `budget` bytes were looked at. */
  async next(budget: number): Promise<LogLine | null> {
    const near = this.#nextInPart();
    if (near !== null) return near;
    while (!this.#ended) {
      if (this.scanned >= budget) return null;
      const chunk = this.#chunk?.first === this.position.chunk ? this.#chunk : await this.#chunks.at(this.position.chunk);
      this.#chunk = chunk;
      const segment = (await chunk?.segment(this.position.record)) ?? null;
      if (chunk !== null && segment !== null) {
        const line = await this.#lineIn(chunk, segment);
        if (line !== null) return line;
      }
      this.#ended = chunk === null || !(await this.#advance(chunk, segment));
    }
    const rest = this.#finished ? await this.#nextRest() : null;
    this.done = rest === null;
    return rest;
  }

  /** The next line that lies whole in the bytes at hand: most do, and for them nothing is waited for. */
  #nextInPart(): LogLine | null {
    if (this.#part === null) return null;
    const { bytes, start, stream, time } = this.#part;
    const from = this.position.offset - start;
    const found = bytes.indexOf(newline, from);
    if (found < 0 || found - from > shownBytes) {
      this.#part = null;
      return null;
    }
    this.position.offset = start + found + 1;
    this.scanned += found + 1 - from;
    return this.#completed(stream, time, decode(bytes.subarray(from, found)));
  }

  /** The next of the unfinished last lines: stdout's first, then stderr's. */
  async #nextRest(): Promise<LogLine | null> {
    const chunk = await this.#chunks.at(this.position.chunk);
    for (const stream of streams) {
      if (chunk === null || stream <= this.position.rest) continue;
      this.position.rest = stream;
      const known = this.#open.get(stream);
      const open =
        known === undefined || known === 'begun before'
          ? await openLineBefore(this.#chunks, { chunk, record: chunk.records }, stream)
          : known;
      if (open.line.bytes > 0) return this.#completed(stream, open.time, open.line.text());
    }
    return null;
  }

  /** The line that is completed in the rest of this read; null when none is, and then the rest is added to the stream's unfinished line. */
  async #lineIn(chunk: Chunk, segment: Segment): Promise<LogLine | null> {
    const { stream, time, end } = segment;
    const start = Math.max(segment.offset, this.position.offset);
    const open = this.#openLine(segment, start);
    const line = open === 'begun before' ? new GrowingLine() : open.line;
    const mayEnd = segment.nextFirst !== this.position.seq;
    for (let at = start; at < end;) {
      if (!mayEnd && (open === 'begun before' || line.room === 0)) {
        line.skip(end - at);
        break;
      }
      const part = await chunk.read(at, end);
      const found = mayEnd ? part.indexOf(newline) : -1;
      this.scanned += found < 0 ? part.byteLength : found + 1;
      if (found >= 0) {
        this.#part = { bytes: part, start: at, stream, time };
        return this.#finish(chunk, segment, { open, line, last: part.subarray(0, found), behind: at + found + 1 });
      }
      line.add(part);
      at += part.byteLength;
    }
    this.#open.set(stream, open === 'begun before' ? open : { line, time });
    return null;
  }

  async #finish(
    chunk: Chunk,
    { stream, time }: Segment,
    { open, line, last, behind }: { open: OpenLine | 'begun before'; line: GrowingLine; last: Uint8Array; behind: number },
  ): Promise<LogLine> {
    const { record } = this.position;
    const whole = open === 'begun before' ? (await openLineBefore(this.#chunks, { chunk, record }, stream)).line : line;
    if (whole !== line) await addRange(whole, chunk, (await chunk.record(record)).offset, behind - 1 - last.byteLength);
    whole.add(last);
    this.position.offset = behind;
    this.#open.set(stream, { line: new GrowingLine(), time });
    return this.#completed(stream, time, whole.text());
  }

  #openLine(segment: Segment, start: number): OpenLine | 'begun before' {
    const known = this.#open.get(segment.stream);
    if (known !== undefined) return known;
    return segment.unfinished && start === segment.offset ? 'begun before' : { line: new GrowingLine(), time: segment.time };
  }

  #completed(stream: number, time: number, text: string): LogLine {
    if (this.#lastTime.time !== time) this.#lastTime = { time, text: new Date(time).toISOString() };
    return { seq: this.position.seq++, time: this.#lastTime.text, stream: nameOf(stream), text };
  }

  /** Goes to the next read, in this chunk or the next one; false when there is none yet. */
  async #advance(chunk: Chunk, segment: Segment | null): Promise<boolean> {
    this.scanned += recordBytes;
    if (segment !== null && segment.nextFirst !== null) {
      this.position = { ...this.position, record: this.position.record + 1, offset: 0 };
      return true;
    }
    const { seq } = this.position;
    const next = seq > chunk.first ? await this.#chunks.at(seq) : null;
    if (next === null) return false;
    // What was written between opening this chunk and finding the next one comes first.
    if ((await this.#chunks.grown(chunk)) === null) this.position = { ...this.position, chunk: seq, record: 0, offset: 0 };
    return true;
  }
}

async function addRange(line: GrowingLine, chunk: Chunk, start: number, end: number): Promise<void> {
  let at = start;
  while (at < end && line.room > 0) {
    const part = await chunk.read(at, end);
    line.add(part);
    at += part.byteLength;
  }
  line.skip(end - at);
}

function nameOf(stream: number): LogLine['stream'] {
  if (stream === 1) return 'stdout';
  return stream === 2 ? 'stderr' : 'runlet';
}
