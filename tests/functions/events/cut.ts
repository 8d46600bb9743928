import type { Bucket } from '../../../functions/ports/bucket.ts';
import type { Table } from '../../../functions/ports/table.ts';

/** A process that is killed behind one of its writes: nothing of it is read or written from then on. */
export class Cut {
  #left = Number.POSITIVE_INFINITY;
  isDead = false;

  /** Kills behind the write of that number, from 1. */
  behind(write: number): void {
    this.#left = write;
    this.isDead = false;
  }

  heal(): void {
    this.behind(Number.POSITIVE_INFINITY);
  }

  async read<T>(task: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new Error('killed');
    return task();
  }

  async write<T>(task: () => Promise<T>): Promise<T> {
    const done = await this.read(task);
    this.#left -= 1;
    this.isDead = this.#left === 0;
    return this.read(async () => done);
  }

  readonly table = (table: Table): Table => ({
    get: (key) => this.read(() => table.get(key)),
    query: (query) => this.read(() => table.query(query)),
    put: (row, condition) => this.write(() => table.put(row, condition)),
    remove: (key, condition) => this.write(() => table.remove(key, condition)),
    transact: (writes) => this.write(() => table.transact(writes)),
  });

  readonly bucket = (bucket: Bucket): Bucket => ({
    ...bucket,
    read: (key, range) => this.read(() => bucket.read(key, range)),
    size: (key) => this.read(() => bucket.size(key)),
    list: (prefix, options) => this.read(() => bucket.list(prefix, options)),
    put: (key, content) => this.write(() => bucket.put(key, content)),
    remove: (key) => this.write(() => bucket.remove(key)),
    grantUpload: (key, maxBytes) => this.read(() => bucket.grantUpload(key, maxBytes)),
    grantUploads: (prefix, maxBytes) => this.read(() => bucket.grantUploads(prefix, maxBytes)),
    grantDownload: (key, filename) => this.read(() => bucket.grantDownload(key, filename)),
  });
}
