import { getFileNameLowLevel } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../../core/errors.ts';
import { maxSourceBytes } from '../../../core/schemas/files.ts';
import { maxFiles } from './limits.ts';
import { findPathProblem, pathProblem } from './paths.ts';

/** An entry that is one of the script's files, under the path it will have. */
export interface ListedEntry {
  path: string;
  entry: Entry;
}

/** `tidied` drops what file managers and Python leave behind and strips a single top folder; our own archives are taken `as it is`. */
export type Tidying = 'tidied' | 'as it is';

/** Folders and what file managers leave in archives may come on top of the files. */
const maxEntries = 5 * maxFiles;
const ignoredParts = new Set(['__MACOSX', '.DS_Store', '__pycache__']);
const stored = 0;
const deflated = 8;
const typeBits = 0o170000;
const types = new Map([
  [0o120000, 'a symbolic link'],
  [0o060000, 'a device'],
  [0o020000, 'a device'],
  [0o010000, 'a named pipe'],
  [0o140000, 'a socket'],
]);

/**
 * The script's files in an archive, none of them read yet: folders dropped, and tidied if asked for.
 * @throws AppError `bad-archive` for everything that a plain zip of regular files does not contain.
 */
export async function listArchive(zip: ZipFile, tidying: Tidying): Promise<ListedEntry[]> {
  const entries = await readDirectory(zip);
  refuseOverlaps(entries);
  const files = entries.filter(({ path }) => !path.endsWith('/'));
  const listed = tidying === 'tidied' ? withoutTopFolder(files.filter(({ path }) => !isLeftover(path))) : files;
  if (listed.length === 0) throw refused('The archive holds no file.');
  if (listed.length > maxFiles) throw refused(`The archive holds ${listed.length} files; at most ${maxFiles} are allowed.`);
  const problem = findPathProblem(listed.map(({ path }) => path));
  if (problem) throw refused(`The entry ${JSON.stringify(problem.path)} ${problem.problem}.`);
  refuseBulk(listed);
  return listed;
}

async function readDirectory(zip: ZipFile): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= maxEntries)
        throw refused(`The archive holds more than ${maxEntries} entries; at most ${maxFiles} files are allowed.`);
      const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
      check(path, entry);
      entries.push({ path, entry });
    }
  } catch (error) {
    throw error instanceof AppError
      ? error
      : refused(`The archive cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return entries;
}

function check(path: string, entry: Entry): void {
  const named = `The entry ${JSON.stringify(path.slice(0, 300))}`;
  const problem = pathProblem(path.endsWith('/') ? path.slice(0, -1) : path);
  if (problem) throw refused(`${named} ${problem}.`);
  const kind = types.get((entry.externalFileAttributes >>> 16) & typeBits);
  if (kind) throw refused(`${named} is ${kind}; only regular files are taken.`);
  if (entry.isEncrypted()) throw refused(`${named} is encrypted; pack it without a password.`);
  const method = entry.compressionMethod;
  if (method !== stored && method !== deflated) throw refused(`${named} is packed by method ${method}; use deflate, or none.`);
}

/** Two entries that share bytes are how small archives unpack to large ones, and no packer writes them. */
function refuseOverlaps(entries: readonly ListedEntry[]): void {
  const localHeader = 30;
  let end = 0;
  for (const { path, entry } of entries.toSorted((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) throw refused(`The entry ${JSON.stringify(path)} overlaps another one.`);
    end = entry.relativeOffsetOfLocalHeader + localHeader + entry.fileNameLength + entry.compressedSize;
  }
}

function isLeftover(path: string): boolean {
  return path.split('/').some((part) => ignoredParts.has(part));
}

function withoutTopFolder(files: readonly ListedEntry[]): ListedEntry[] {
  const top = files[0]?.path.split('/', 1)[0] ?? '';
  if (!files.every(({ path }) => path.startsWith(`${top}/`))) return [...files];
  return files.map(({ path, entry }) => ({ path: path.slice(top.length + 1), entry }));
}

function refuseBulk(listed: readonly ListedEntry[]): void {
  let total = 0;
  for (const { path, entry } of listed) {
    total += entry.uncompressedSize;
    if (total <= maxSourceBytes) continue;
    throw refused(
      `The archive unpacks to more than ${maxSourceBytes} bytes (10 MiB): the entry ${JSON.stringify(path)} alone declares ${entry.uncompressedSize}.`,
    );
  }
}

function refused(sentence: string): AppError {
  return new AppError('bad-archive', sentence);
}
