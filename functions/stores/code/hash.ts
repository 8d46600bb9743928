import { createHash } from 'node:crypto';

/** The files of a script by path. */
export type FileSet = ReadonlyMap<string, Uint8Array>;

/** One file as records tell of it. */
export interface FileFact {
  path: string;
  bytes: number;
  sha256: string;
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The facts of all files, in the order of their paths' UTF-8 bytes. */
export function factsOf(files: FileSet): FileFact[] {
  const facts = Array.from(files, ([path, content]) => ({ path, bytes: content.byteLength, sha256: sha256Of(content) }));
  return facts.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/**
 * The one hash of a whole file set: SHA-256 over a line `<sha256>  <path>\n` per file (as `sha256sum` prints them),
 * sorted by the UTF-8 bytes of the paths. Anybody can recompute it: `sha256sum * | sha256sum`.
 */
export function contentHash(facts: readonly FileFact[]): string {
  return sha256Of(facts.map((file) => `${file.sha256}  ${file.path}\n`).join(''));
}
