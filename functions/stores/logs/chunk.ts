import type { Bucket } from '../../ports/bucket.ts';
import { pairKey, parseRecord, recordBytes, streamAt } from './records.ts';
import type { ReadRecord } from './records.ts';

/** Records fetched at once: 56 KiB of index. */
const blockRecords = 2048;
/** The window on the `.bin` begins small, so that a page of a large log costs what a page of a small one does. */
const windowBytes = { first: 64 * 1024, most: 256 * 1024 };

/** A read as far as it can be seen. */
export interface Segment extends ReadRecord {
  /** Behind its last byte that is there. */
  end: number;
  /** The sequence number behind its last line; null while nobody has counted, because it is the last read there is. */
  nextFirst: number | null;
}

/** One `.bin` with its `.idx`, as large as they were when it was opened; nothing of them is held but one window and one block. */
export class Chunk {
  readonly first: number;
  readonly records: number;
  readonly bytes: number;
  readonly #bucket: Bucket;
  readonly #folder: string;
  /** Streams that are known to have no read below a number. */
  readonly #without = new Map<number, number>();
  #block: { number: number; bytes: Uint8Array } | null = null;
  #window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  #windowBytes = windowBytes.first;

  /** The chunk whose first line is `first`, or null. Sizes are taken bytes first: the runner writes a record before its bytes, so that all bytes have one. */
  static async open(bucket: Bucket, folder: string, first: number): Promise<Chunk | null> {
    const bytes = await bucket.size(pairKey(folder, first, 'bin'));
    const indexBytes = bytes === null ? null : await bucket.size(pairKey(folder, first, 'idx'));
    if (bytes === null || indexBytes === null) return null;
    return new Chunk(bucket, folder, { first, bytes, records: Math.floor(indexBytes / recordBytes) });
  }

  private constructor(bucket: Bucket, folder: string, { first, bytes, records }: { first: number; bytes: number; records: number }) {
    this.#bucket = bucket;
    this.#folder = folder;
    this.first = first;
    this.bytes = bytes;
    this.records = records;
  }

  /** The record of that number, which must be there. */
  async record(number: number): Promise<ReadRecord> {
    return this.#cached(number) ?? parseRecord(await this.#load(Math.floor(number / blockRecords)), (number % blockRecords) * recordBytes);
  }

  /** The number of the last read of a stream before that number; -1 when there is none. */
  async lastReadOf(stream: number, before: number): Promise<number> {
    if (before <= (this.#without.get(stream) ?? 0)) return -1;
    let size = blockRecords;
    for (let end = before; end > 0;) {
      const start = Math.max(0, end - size);
      const bytes = await this.#index(start, end);
      for (let number = end - 1; number >= start; number--) {
        if (streamAt(bytes, (number - start) * recordBytes) === stream) return number;
      }
      end = start;
      // A stream that was silent for long, or always, is looked for in larger and larger steps, up to 896 KiB.
      size = Math.min(size * 2, 16 * blockRecords);
    }
    this.#without.set(stream, before);
    return -1;
  }

  #cached(number: number): ReadRecord | null {
    return this.#block?.number === Math.floor(number / blockRecords)
      ? parseRecord(this.#block.bytes, (number % blockRecords) * recordBytes)
      : null;
  }

  async #load(number: number): Promise<Uint8Array> {
    const bytes = await this.#index(number * blockRecords, Math.min(this.records, (number + 1) * blockRecords));
    this.#block = { number, bytes };
    return bytes;
  }

  async #index(start: number, end: number): Promise<Uint8Array> {
    return (
      (await this.#bucket.read(pairKey(this.#folder, this.first, 'idx'), { start: start * recordBytes, end: end * recordBytes })) ??
      new Uint8Array()
    );
  }

  /** The read of that number, or null when it is not there yet. */
  async segment(number: number): Promise<Segment | null> {
    if (number >= this.records) return null;
    const record = this.#cached(number) ?? (await this.record(number));
    const next = number + 1 < this.records ? (this.#cached(number + 1) ?? (await this.record(number + 1))) : null;
    const whole = next !== null && next.offset <= this.bytes;
    return { ...record, end: whole ? next.offset : Math.max(this.bytes, record.offset), nextFirst: whole ? next.first : null };
  }

  /** Bytes from `start` on, at least one and at most up to `end`, which lies behind it. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const inside = start - this.#window.start;
    if (inside < 0 || inside >= this.#window.bytes.byteLength) {
      const bytes = await this.#bucket.read(pairKey(this.#folder, this.first, 'bin'), {
        start,
        end: Math.min(this.bytes, start + this.#windowBytes),
      });
      if (bytes === null || bytes.byteLength === 0) throw new Error('a log became shorter while it was read');
      this.#window = { start, bytes };
      this.#windowBytes = Math.min(windowBytes.most, this.#windowBytes * 2);
      return bytes.subarray(0, end - start);
    }
    return this.#window.bytes.subarray(inside, inside + end - start);
  }
}
