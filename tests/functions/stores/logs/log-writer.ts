import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Read {
  stream: 1 | 2 | 3;
  bytes: Uint8Array;
}

/** Writes a log in the form in which the runner does, with chunks as small as a test wants them. */
export class LogWriter {
  readonly #folder: string;
  readonly #rollBytes: number;
  readonly #unfinished = new Set<number>();
  #offset = Number.POSITIVE_INFINITY;
  #chunk = -1;
  #lines = 0;
  #reads = 0;

  constructor(folder: string, rollBytes = 8 * 1024 * 1024) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#rollBytes = rollBytes;
  }

  /** Writes one read; reads are one second apart. */
  write(read: Read): void {
    this.begin(read)();
  }

  /** Writes the record and half of the bytes; what it returns writes the other half. */
  begin({ stream, bytes }: Read): () => void {
    if (this.#chunk < 0 || (this.#offset >= this.#rollBytes && this.#lines > this.#chunk)) [this.#chunk, this.#offset] = [this.#lines, 0];
    const path = join(this.#folder, String(this.#chunk).padStart(12, '0'));
    const record = Buffer.alloc(28);
    record.writeBigUInt64LE(BigInt(this.#offset), 0);
    record.writeBigUInt64LE(BigInt(timeOf(this.#reads)), 8);
    record.writeBigUInt64LE(BigInt(this.#lines), 16);
    record.writeUInt8(stream, 26);
    record.writeUInt8(this.#unfinished.has(stream) ? 1 : 0, 27);
    appendFileSync(`${path}.bin`, '');
    appendFileSync(`${path}.idx`, record);
    appendFileSync(`${path}.bin`, bytes.subarray(0, bytes.length >> 1));
    this.#offset += bytes.length;
    this.#reads += 1;
    this.#lines += bytes.filter((byte) => byte === 0x0a).length;
    if (bytes.at(-1) === 0x0a) this.#unfinished.delete(stream);
    else this.#unfinished.add(stream);
    return () => appendFileSync(`${path}.bin`, bytes.subarray(bytes.length >> 1));
  }
}

/** Unix milliseconds of the read of that number. */
export function timeOf(read: number): number {
  return Date.UTC(2026, 0, 1) + read * 1000;
}
