import { AppError } from '../../core/errors.ts';
import type { ScriptFiles } from '../../core/schemas/files.ts';
import type { SecurityLevel } from '../../core/schemas/job.ts';
import type { Scan } from '../../core/schemas/scan.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { LaunchOrder } from '../ports/launcher.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { Table, Write } from '../ports/table.ts';
import { fromFiles, fromSource, fromUpload } from './code/gather.ts';
import type { CodeFile } from './code/gather.ts';
import { contentHash, factsOf } from './code/hash.ts';
import type { FileFact, FileSet } from './code/hash.ts';
import type { Language } from './code/languages.ts';
import { createReading } from './code/reading.ts';
import type { Reading } from './code/reading.ts';
import { createShelf } from './code/shelf.ts';
import type { Shelf } from './code/shelf.ts';
import type { Uploads } from './uploads.ts';

/** Where code comes from (exactly one of `source`, `files`, `uploadId`, `upload`, `stored`) and how it is read. */
export interface CodeInput {
  source?: string;
  files?: ScriptFiles;
  uploadId?: string;
  /** A file whose bytes are here already. */
  upload?: CodeFile;
  /** The hash of code that is in the store. */
  stored?: string;
  entry?: string;
  language?: Language;
  /** `permissive` unless said otherwise. */
  level?: SecurityLevel;
  allowedImports?: readonly string[] | null;
}

/** Code that was taken: its files' facts and what the scan read of it. */
export interface CodeRef {
  sha256: string;
  language: Language;
  entry: string;
  style: Scan['style'];
  interface: Scan['interface'];
  files: FileFact[];
  scan: Scan;
}

/** The code of scripts and previews, each file set kept once by the hash of its content. */
export interface Code {
  /**
   * Checks and reads code. `writes` (none for code that is known) must be part of the caller's transaction that refers to `ref`.
   * @throws AppError `bad-request bad-source bad-archive too-large no-entrypoint not-found scan-failed`.
   */
  take(input: CodeInput): Promise<{ ref: CodeRef; writes: Write[] }>;
  /** The same checks of the files, and what the scan says of them: with a syntax error or without an entry too. */
  inspect(input: CodeInput): Promise<{ sha256: string; files: FileSet; scan: Scan }>;
  /** @throws AppError `internal` when there is no such code; so does `forLaunch`. */
  load(sha256: string): Promise<{ files: FileSet }>;
  forLaunch(sha256: string): Promise<LaunchOrder['code']>;
}

export interface CodeDeps {
  table: Table;
  bucket: Bucket;
  scanner: Scanner;
  uploads: Uploads;
}

export function createCode({ table, bucket, scanner, uploads }: CodeDeps): Code {
  const shelf = createShelf({ table, bucket });
  const reading = createReading(scanner);
  const inspect = async (input: CodeInput): Promise<Inspected> => await read(input, await gather(input, shelf, uploads), reading);
  return {
    inspect,
    take: async (input) => {
      const { files, facts, sha256, scan } = await inspect(input);
      const entry = usableEntry(scan);
      const language = languageOf(input);
      const writes = await shelf.writesFor(sha256, language, files, facts);
      return { ref: { sha256, language, entry, style: scan.style, interface: scan.interface, files: facts, scan }, writes };
    },
    load: async (sha256) => ({ files: await shelf.load(sha256) }),
    forLaunch: async (sha256) => {
      const { content } = await shelf.record(sha256);
      return content.kind === 'inline' ? content : { kind: 'archive', key: content.key, sha256: content.sha256 };
    },
  };
}

interface Inspected {
  files: FileSet;
  facts: FileFact[];
  sha256: string;
  scan: Scan;
}

async function read(input: CodeInput, given: FileSet, reading: Reading): Promise<Inspected> {
  const facts = factsOf(given);
  const sha256 = contentHash(facts);
  const files = new Map(facts.map(({ path }) => [path, given.get(path) ?? new Uint8Array()]));
  const rules = {
    language: languageOf(input),
    entry: input.entry ?? null,
    level: input.level ?? 'permissive',
    allowedImports: input.allowedImports ?? null,
  } as const;
  return { files, facts, sha256, scan: await reading.scan(sha256, files, rules) };
}

async function gather(input: CodeInput, shelf: Shelf, uploads: Uploads): Promise<FileSet> {
  refuseAmbiguity(input);
  const language = languageOf(input);
  if (input.source !== undefined) return fromSource(language, input.source, input.entry);
  if (input.files !== undefined) return fromFiles(language, input.files);
  if (input.upload !== undefined) return await fromUpload(language, input.upload);
  if (input.uploadId !== undefined) return await fromUpload(language, await uploads.read(input.uploadId));
  return await shelf.load(input.stored ?? '');
}

function refuseAmbiguity(input: CodeInput): void {
  const given = [input.source, input.files, input.uploadId, input.upload, input.stored].filter((value) => value !== undefined);
  if (given.length === 1) return;
  const got = given.length === 0 ? 'none of them' : `${given.length} of them`;
  throw new AppError('bad-request', `Say where the code is: exactly one of source, files and uploadId; got ${got}.`, [
    { field: 'source', expected: 'exactly one of source, files and uploadId', got },
  ]);
}

function languageOf(input: CodeInput): Language {
  return input.language ?? 'python';
}

/** The entry of code that can be run, as far as anybody can say without running it. */
function usableEntry(scan: Scan): string {
  const [first] = scan.decodeErrors;
  if (first) {
    const fields = scan.decodeErrors.map(({ file, message }) => ({
      field: `files.${file}`,
      expected: 'source that Python can decode',
      got: scan.decodeErrors.length === 1 ? 'bytes that it cannot' : message,
    }));
    throw new AppError('bad-source', first.message, fields);
  }
  if (scan.entry === null) throw new AppError('no-entrypoint', scan.entryProblem ?? undefined);
  return scan.entry;
}
