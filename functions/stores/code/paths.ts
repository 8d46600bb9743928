/** The longest path of a file of a script, in characters, and the longest part of one, in UTF-8 bytes (NAME_MAX of Linux and macOS). */
const maxPathLength = 300;
const maxPartBytes = 255;

/** A refused path and why, as the end of a sentence: `has an empty part`. */
export interface PathProblem {
  path: string;
  problem: string;
}

/** Why a path cannot be a file of a script, or null. It must lie below the script's folder on every system that may read it. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.length > maxPathLength) return `is longer than ${maxPathLength} characters`;
  if (hasControls(path)) return 'contains a control character';
  if (!path.isWellFormed()) return 'is not well-formed Unicode';
  if (path.includes('\\')) return 'contains a backslash; separate folders with /';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute; give it relative to the folder of the script';
  return partProblem(path.split('/'));
}

/** The first path that may not stand, alone or beside the others, or null. Names that differ only in case are one file on macOS and Windows. */
export function findPathProblem(paths: readonly string[]): PathProblem | null {
  const files = new Map<string, string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem) return { path, problem };
    const twin = files.get(fold(path));
    if (twin !== undefined) return { path, problem: twin === path ? 'occurs twice' : `differs from ${twin} only in case or accents' form` };
    files.set(fold(path), path);
  }
  return findFolderClash(files);
}

function findFolderClash(files: ReadonlyMap<string, string>): PathProblem | null {
  for (const [folded, path] of files) {
    for (let slash = folded.indexOf('/'); slash !== -1; slash = folded.indexOf('/', slash + 1)) {
      const file = files.get(folded.slice(0, slash));
      if (file !== undefined) return { path, problem: `lies in a folder that is also the file ${file}` };
    }
  }
  return null;
}

function partProblem(parts: readonly string[]): string | null {
  if (parts.includes('')) return 'has an empty part';
  if (parts.includes('..')) return 'leads out of its folder by ".."';
  if (parts.includes('.')) return 'has a part "."; leave it out';
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) return `has a part of more than ${maxPartBytes} bytes`;
  return null;
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function hasControls(path: string): boolean {
  for (const char of path) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  }
  return false;
}
