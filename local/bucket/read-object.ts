import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { hasCode } from './node-error.ts';

/** `start` inclusive, `end` exclusive, in bytes. */
export interface Range {
  start: number;
  end?: number;
}

const chunkBytes = 256 * 1024;
/** Links are not followed and a pipe that lies there does not block. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The object or the range of it as a stream, or null when there is none. It is opened with the first read, so that a stream nobody reads holds nothing. */
export async function streamObject(path: string, range: Range = { start: 0 }): Promise<ReadableStream<Uint8Array> | null> {
  if ((await sizeOfObject(path)) === null) return null;
  let parts: AsyncGenerator<Uint8Array> | null = null;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        parts ??= partsOf(path, range);
        const { done, value } = await parts.next();
        return done === true ? controller.close() : controller.enqueue(value);
      },
      cancel: async () => {
        await parts?.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* partsOf(path: string, range: Range): AsyncGenerator<Uint8Array> {
  const opened = await openObject(path, range);
  if (opened === null) throw new Error('an object was removed before it was read');
  const { file, start, end } = opened;
  try {
    for (let at = start; at < end;) {
      const part = await readPart(file, at, Math.min(end, at + chunkBytes));
      if (part.byteLength === 0) return;
      yield part;
      at += part.byteLength;
    }
  } finally {
    await file.close();
  }
}

/** The object or the range of it, whole, or null when there is none. */
export async function readObject(path: string, range: Range = { start: 0 }): Promise<Uint8Array | null> {
  const opened = await openObject(path, range);
  if (opened === null) return null;
  try {
    return await readPart(opened.file, opened.start, opened.end);
  } finally {
    await opened.file.close();
  }
}

/** Size in bytes, or null when there is no object. */
export async function sizeOfObject(path: string): Promise<number | null> {
  const opened = await openObject(path, { start: 0 });
  await opened?.file.close();
  return opened === null ? null : opened.end;
}

interface Opened {
  file: FileHandle;
  start: number;
  end: number;
}

async function openObject(path: string, range: Range): Promise<Opened | null> {
  const file = await openFile(path);
  if (file === null) return null;
  try {
    const stat = await file.stat();
    if (stat.isFile()) {
      const end = Math.min(stat.size, range.end ?? stat.size);
      return { file, start: Math.min(range.start, end), end };
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return null;
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, flags);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO')) return null;
    throw error;
  }
}

/** The bytes from `start` to `end`; fewer when the file has been cut meanwhile. */
async function readPart(file: FileHandle, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(Math.max(0, end - start));
  let filled = 0;
  while (filled < part.byteLength) {
    const { bytesRead } = await file.read(part, filled, part.byteLength - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === part.byteLength ? part : part.slice(0, filled);
}
