import type { Bucket } from '../../ports/bucket.ts';
import { Chunk } from './chunk.ts';
import { logPrefix } from './records.ts';

/** The chunks of one run's log, opened when they are asked for; the two opened last are kept. */
export class Chunks {
  readonly #bucket: Bucket;
  readonly #folder: string;
  #open: Chunk[] = [];
  #firsts: Promise<number[]> | null = null;

  constructor(bucket: Bucket, folder: string) {
    this.#bucket = bucket;
    this.#folder = folder;
  }

  /** The chunk that begins with the line `first`, or null. */
  async at(first: number): Promise<Chunk | null> {
    const known = this.#open.find((chunk) => chunk.first === first);
    if (known !== undefined) return known;
    const opened = await Chunk.open(this.#bucket, this.#folder, first);
    if (opened !== null) this.#open = [opened, ...this.#open.slice(0, 1)];
    return opened;
  }

  /** Opens a chunk anew when it has grown since; null when it has not. */
  async grown(chunk: Chunk): Promise<Chunk | null> {
    const now = await Chunk.open(this.#bucket, this.#folder, chunk.first);
    if (now === null || (now.bytes === chunk.bytes && now.records === chunk.records)) return null;
    this.#open = [now, ...this.#open.filter((one) => one.first !== chunk.first)];
    return now;
  }

  /** The first lines of all chunks, ascending. One list of names: only jumps need it, going forward does not. */
  firsts(): Promise<number[]> {
    this.#firsts ??= this.#list();
    return this.#firsts;
  }

  async #list(): Promise<number[]> {
    const keys: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.#bucket.list(logPrefix(this.#folder), { after, limit: 1000 });
      keys.push(...page.map((one) => one.key).filter((key) => key.endsWith('.bin')));
      after = page.at(-1)?.key;
      if (page.length < 1000) return keys.map((key) => Number(key.slice(-16, -4)));
    }
  }
}
