import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface Packed {
  path: string;
  content?: string | Uint8Array;
  mode?: number;
  compress?: boolean;
}

/** A zip of plain entries, as any packer writes it. */
export async function givenZip(entries: readonly Packed[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, content = '', mode = 0o100644, compress = true } of entries) {
    if (path.endsWith('/')) zip.addEmptyDirectory(path);
    else zip.addBuffer(Buffer.from(content), path, { mode, compress });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

/** The same zip with each name replaced by another one of the same length: packers refuse the names that evil archives have. */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('names of one length only');
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

const centralHeader = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
const localHeader = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Fields of an entry by their offsets in the central directory (APPNOTE 4.3.12), with those that the local header repeats. */
const fields = {
  flags: { at: 8, size: 2, localAt: 6 },
  method: { at: 10, size: 2, localAt: 8 },
  crc: { at: 16, size: 4, localAt: 14 },
  compressedSize: { at: 20, size: 4, localAt: 18 },
  size: { at: 24, size: 4, localAt: 22 },
  offset: { at: 42, size: 4, localAt: null },
} as const;

/** The same zip with a field of its n-th entry (from 0) changed in both headers. */
export function forged(zip: Buffer, entry: number, field: keyof typeof fields, value: number): Buffer {
  const forgery = Buffer.from(zip);
  const { at, size, localAt } = fields[field];
  const central = nth(forgery, centralHeader, entry);
  forgery.writeUIntLE(value, central + at, size);
  if (localAt !== null) forgery.writeUIntLE(value, nth(forgery, localHeader, entry) + localAt, size);
  return forgery;
}

/** Where an entry's field stands now. */
export function fieldOf(zip: Buffer, entry: number, field: keyof typeof fields): number {
  return zip.readUIntLE(nth(zip, centralHeader, entry) + fields[field].at, fields[field].size);
}

function nth(zip: Buffer, signature: Buffer, count: number): number {
  let at = zip.indexOf(signature);
  for (let passed = 0; passed < count; passed += 1) at = zip.indexOf(signature, at + 4);
  return at;
}
