import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { FileSet } from './hash.ts';

/** The earliest time a zip can tell; written as wall-clock time, so that it is the same bytes in every time zone. */
const mtime = new Date(1980, 0, 1);

/** The files as a zip: the same files give the same bytes, whenever and wherever it is made. */
export async function zip(files: FileSet): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const [path, content] of files) {
    archive.addBuffer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), path, {
      mtime,
      mode: 0o100644,
      forceDosTimestamp: true,
    });
  }
  archive.end();
  return await buffer(archive.outputStream);
}
