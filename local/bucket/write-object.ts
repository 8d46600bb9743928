import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { incoming } from './keys.ts';
import { hasCode } from './node-error.ts';

type Content = Uint8Array | AsyncIterable<Uint8Array>;

/** An object that is written and flushed, but not yet in its place. */
export interface Unplaced {
  bytes: number;
  sha256: string;
  place(path: string): Promise<void>;
  discard(): Promise<void>;
}

/** Writes the content aside. When its source fails nothing is left behind. */
export async function writeAside(root: string, content: Content): Promise<Unplaced> {
  const folder = join(root, incoming);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx', 0o600);
  const discard = () => rm(path, { force: true });
  try {
    const told = await copy(file, content);
    await file.close();
    return { ...told, discard, place: (target) => place(path, target) };
  } catch (error) {
    await file.close();
    await discard();
    throw error;
  }
}

async function copy(file: FileHandle, content: Content): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of content instanceof Uint8Array ? [content] : content) {
    hash.update(part);
    bytes += part.byteLength;
    await file.writeFile(part);
  }
  await file.sync();
  return { bytes, sha256: hash.digest('hex') };
}

/** A folder may be removed by `removeAll` between making it and moving into it, so it is made again. */
async function place(path: string, target: string, again = true): Promise<void> {
  const folder = dirname(target);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await rename(path, target);
  } catch (error) {
    if (again && hasCode(error, 'ENOENT')) return place(path, target, false);
    throw error;
  }
  await flushFolders(folder, made === undefined ? folder : dirname(made));
}

/** Flushes the folder and those above it up to where something new was made: a name is only durable with its folder. */
async function flushFolders(from: string, to: string): Promise<void> {
  const folder = await open(from, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  if (from !== to) await flushFolders(dirname(from), to);
}

/** An hour without a write: whoever wrote this is gone. */
const abandonedMs = 3_600_000;

/** Removes what processes that were killed in the middle of writing have left. */
export function removeAbandoned(root: string): void {
  const folder = join(root, incoming);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < Date.now() - abandonedMs) rmSync(join(folder, name), { force: true });
  }
}
