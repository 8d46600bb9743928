import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../../core/errors.ts';
import { maxSourceBytes } from '../../../core/schemas/files.ts';
import type { FileSet } from './hash.ts';
import { looksLikeZip } from './looks-like-zip.ts';
import { listArchive } from './zip-list.ts';
import type { Tidying } from './zip-list.ts';

/**
 * The files of an archive by path: regular files below its root only, at most 10 MiB unpacked (a bomb meets that bound
 * by what its directory declares, and an entry that inflates to other than its declared size is refused).
 * @throws AppError `bad-archive` with a sentence that names the entry.
 */
export async function unzip(archive: Uint8Array, tidying: Tidying): Promise<FileSet> {
  const zip = await open(archive);
  const files = new Map<string, Uint8Array>();
  for (const { path, entry } of await listArchive(zip, tidying)) files.set(path, await inflate(zip, path, entry));
  return files;
}

async function open(archive: Uint8Array): Promise<ZipFile> {
  if (!looksLikeZip(archive))
    throw new AppError('bad-archive', 'This is not a zip file: it does not begin as one. Send a .zip, or a single .py file.');
  const content = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  return await fromBufferPromise(content, { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true }).catch(
    asBadArchive,
  );
}

async function inflate(zip: ZipFile, path: string, entry: Entry): Promise<Uint8Array> {
  const content = await zip
    .openReadStreamPromise(entry)
    .then(buffer)
    .catch((error: unknown) => asBadArchive(error, path));
  if (content.byteLength > maxSourceBytes) throw new AppError('bad-archive', `${path} unpacks to more than it declares.`);
  if (crc32(content) !== entry.crc32)
    throw new AppError('bad-archive', `${path} is damaged: its checksum is not the one that the archive declares. Pack it again.`);
  return content;
}

function asBadArchive(error: unknown, path?: string): never {
  const said = error instanceof Error ? error.message : String(error);
  throw new AppError('bad-archive', `${path ?? 'The archive'} cannot be unpacked: ${said}. Pack it again as a plain zip.`);
}
