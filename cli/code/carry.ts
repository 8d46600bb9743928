import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { maxSourceBytes } from '../../core/schemas/files.ts';
import type { ScriptFiles } from '../../core/schemas/files.ts';
import { byteSize } from '../output/quantities.ts';
import { UsageError } from '../usage-error.ts';
import { filesOfFolder } from './folder.ts';

/** What is carried to where it runs: one file alone, a folder whole, or a zip as it is. */
export type Carried =
  | { kind: 'files'; from: 'file' | 'folder'; files: ScriptFiles; entry: string | undefined }
  | { kind: 'archive'; path: string; entry: string | undefined };

/** Reads the code at a path; null when nothing lies there, as with the name of a saved script.
 *  @throws UsageError when it lies there but cannot be carried: too large, not readable, no Python in it. */
export async function carriedCode(path: string, entry: string | undefined): Promise<Carried | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return { kind: 'files', from: 'folder', files: await wholeFolder(path), entry };
  if (!found.isFile()) throw new UsageError(`${path} is neither a file nor a folder; give a .py file, a folder or a .zip.`);
  if (extname(path).toLowerCase() === '.zip') return { kind: 'archive', path, entry };
  refuseTooLarge(path, found.size);
  const name = basename(path);
  return { kind: 'files', from: 'file', files: { [name]: fileContent(await readFile(path)) }, entry: name };
}

/** Text where the bytes are UTF-8 and come back the same, else base64: Python must see the very bytes, whatever their coding. */
export function fileContent(bytes: Uint8Array): string | { base64: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

async function wholeFolder(path: string): Promise<ScriptFiles> {
  const found = await filesOfFolder(path);
  refuseTooLarge(
    path,
    found.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  if (!found.some(({ name }) => name.endsWith('.py'))) {
    throw new UsageError(`${path} holds no .py file; give the folder in which the script lies, or the script itself.`);
  }
  const contents = await Promise.all(found.map(async (file) => [file.name, fileContent(await readFile(file.path))] as const));
  return Object.fromEntries(contents);
}

function refuseTooLarge(path: string, bytes: number): void {
  if (bytes <= maxSourceBytes) return;
  throw new UsageError(
    `${path} is ${byteSize(bytes)}, and the files of a script may be ${byteSize(maxSourceBytes)} together; give data as input instead, with --file name=path.`,
  );
}
