import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { incoming, pathOfKey, splitPrefix } from './keys.ts';
import { hasCode } from './node-error.ts';

interface Wanted {
  prefix: string;
  after: string;
}

/** Keys below the root that begin with the prefix and lie behind `after`, in byte order. Folders that hold none of them are not read. */
export async function listObjects(
  root: string,
  prefix: string,
  options: { after?: string; limit: number },
): Promise<{ key: string; bytes: number }[]> {
  if (!Number.isInteger(options.limit) || options.limit < 1 || options.limit > 1000)
    throw new RangeError(`limit is ${options.limit}; 1 to 1,000 are allowed`);
  const found: { key: string; bytes: number }[] = [];
  const { folder } = splitPrefix(prefix);
  if (folder !== '') pathOfKey(root, folder);
  for await (const key of keysBelow(root, folder, { prefix, after: options.after ?? '' })) {
    const bytes = await sizeOf(join(root, key));
    if (bytes !== null) found.push({ key, bytes });
    if (found.length === options.limit) break;
  }
  return found;
}

async function* keysBelow(root: string, folder: string, wanted: Wanted): AsyncGenerator<string> {
  for (const { path, isFolder } of await entriesOf(root, folder)) {
    if (isFolder && mayHold(`${path}/`, wanted)) yield* keysBelow(root, path, wanted);
    if (!isFolder && path.startsWith(wanted.prefix) && isBehind(path, wanted.after)) yield path;
  }
}

/** In the order of the keys: a folder stands where its name with a slash stands. */
async function entriesOf(root: string, folder: string): Promise<{ path: string; isFolder: boolean }[]> {
  const entries = await readFolder(join(root, folder));
  return entries
    .filter((entry) => (entry.isFile() || entry.isDirectory()) && !(folder === '' && entry.name === incoming))
    .map((entry) => ({ path: folder === '' ? entry.name : `${folder}/${entry.name}`, isFolder: entry.isDirectory() }))
    .map((entry) => ({ ...entry, order: Buffer.from(entry.isFolder ? `${entry.path}/` : entry.path) }))
    .toSorted((a, b) => Buffer.compare(a.order, b.order));
}

async function readFolder(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** @param folder with its slash at the end. */
function mayHold(folder: string, { prefix, after }: Wanted): boolean {
  const fits = folder.startsWith(prefix) || prefix.startsWith(folder);
  return fits && (isBehind(folder, after) || after.startsWith(folder));
}

function isBehind(key: string, after: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
