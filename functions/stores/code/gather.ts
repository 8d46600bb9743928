import { AppError } from '../../../core/errors.ts';
import { maxSourceBytes } from '../../../core/schemas/files.ts';
import type { ScriptFiles } from '../../../core/schemas/files.ts';
import { encodeSource } from './encode.ts';
import type { FileSet } from './hash.ts';
import { isSource, languages } from './languages.ts';
import type { Language } from './languages.ts';
import { maxFiles } from './limits.ts';
import { findPathProblem } from './paths.ts';
import { looksLikeZip } from './looks-like-zip.ts';

/** A file as it was uploaded. */
export interface CodeFile {
  filename: string;
  bytes: Uint8Array;
}

/** The files of a script that came as one text. */
export function fromSource(language: Language, text: string, entry: string | undefined): FileSet {
  return checked(new Map([[entry ?? languages[language].defaultEntry, text]]), language);
}

/** The files of a script that came as texts and base64 by path. */
export function fromFiles(language: Language, files: ScriptFiles): FileSet {
  return checked(new Map(Object.entries(files)), language);
}

/** The files of a script that came as one file: a zip, or a single source file. */
export async function fromUpload(language: Language, { filename, bytes }: CodeFile): Promise<FileSet> {
  if (looksLikeZip(bytes) || filename.toLowerCase().endsWith('.zip')) {
    // Loaded with its first use: a function's cold start is paid for by the byte.
    const { unzip } = await import('./unzip.ts');
    return await unzip(bytes, 'tidied');
  }
  if (isSource(language, filename)) return checked(new Map([[filename, { bytes }]]), language);
  const expected = `a file that ends in ${languages[language].endings.join(' or ')} or is a zip`;
  throw new AppError('bad-source', `${filename} is neither: send ${expected}.`, [{ field: 'file', expected, got: filename }]);
}

type Given = string | { base64: string } | { bytes: Uint8Array };

/** Files in the order of their paths, so that the same files are the same set however they were sent. */
function checked(given: ReadonlyMap<string, Given>, language: Language): FileSet {
  if (given.size === 0) throw refused('files', 'at least one file', 'none');
  if (given.size > maxFiles) throw refused('files', `at most ${maxFiles} files`, String(given.size));
  const problem = findPathProblem([...given.keys()]);
  if (problem)
    throw new AppError('bad-source', `The path ${JSON.stringify(problem.path)} ${problem.problem}.`, [
      { field: `files.${problem.path}`, expected: 'a relative path', got: `a path that ${problem.problem}` },
    ]);
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const [path, content] of given) {
    const bytes = bytesOf(path, content, language);
    total += bytes.byteLength;
    if (total > maxSourceBytes)
      throw new AppError(
        'too-large',
        `The files of a script may have ${maxSourceBytes} bytes (10 MiB) together; these have more (${path} has ${bytes.byteLength}). Give large data as input files.`,
      );
    files.set(path, bytes);
  }
  return files;
}

function bytesOf(path: string, content: Given, language: Language): Uint8Array {
  if (typeof content !== 'string') return 'bytes' in content ? content.bytes : Buffer.from(content.base64, 'base64');
  return isSource(language, path) ? encodeSource(path, content) : Buffer.from(content, 'utf8');
}

function refused(field: string, expected: string, got: string): AppError {
  return new AppError('bad-source', `Expected ${expected}, got ${got}.`, [{ field, expected, got }]);
}
