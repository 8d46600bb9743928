import type { Bucket } from '../../ports/bucket.ts';
import type { Table, Write } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { FileFact, FileSet } from './hash.ts';
import type { Language } from './languages.ts';
import { maxInlineBytes } from './limits.ts';
import { createRecent } from '../recent.ts';
import { archiveKey, codeKey, codeRecord, missing, totalBytes, weightOf } from './record.ts';
import type { CodeRecord } from './record.ts';

/** Where file sets are kept, each once, by their hash. */
export interface Shelf {
  /** What the caller must write, in the transaction that first refers to the code; nothing when it is known already. */
  writesFor(hash: string, language: Language, files: FileSet, facts: FileFact[]): Promise<Write[]>;
  /** @throws AppError `internal` when the code is not there. */
  record(hash: string): Promise<CodeRecord>;
  load(hash: string): Promise<FileSet>;
}

/** Memory for records in bytes: some hundred small scripts, so that a busy one is not read from the table at each run. */
const room = 16 * 1024 * 1024;

export function createShelf({ table, bucket }: { table: Table; bucket: Bucket }): Shelf {
  const recent = createRecent<{ record: CodeRecord; written: boolean }>(room);
  const remember = (record: CodeRecord, written: boolean): CodeRecord => {
    recent.set(record.sha256, { record, written }, weightOf(record));
    return record;
  };
  const fetched = async (hash: string): Promise<CodeRecord | null> => {
    const row = await readRow(table, codeKey(hash), codeRecord);
    return row && remember(row.body, true);
  };
  const record = async (hash: string): Promise<CodeRecord> => {
    const found = recent.get(hash)?.record ?? (await fetched(hash));
    if (!found) throw missing(hash);
    return found;
  };
  return {
    record,
    writesFor: async (hash, language, files, facts) => {
      if (recent.get(hash)?.written || (await fetched(hash))) return [];
      const content = totalBytes(facts) <= maxInlineBytes ? inline(files) : await archived(bucket, hash, files);
      const body = remember({ sha256: hash, language, files: facts, content }, false);
      return [{ kind: 'put', row: { ...codeKey(hash), body }, condition: { kind: 'none' } }];
    },
    load: async (hash) => await unpack(bucket, await record(hash)),
  };
}

function inline(files: FileSet): CodeRecord['content'] {
  return { kind: 'inline', files: Array.from(files, ([path, content]) => ({ path, base64: Buffer.from(content).toString('base64') })) };
}

/** The zip lies in the bucket before a row names it, so a row never points to nothing. */
async function archived(bucket: Bucket, hash: string, files: FileSet): Promise<CodeRecord['content']> {
  const key = archiveKey(hash);
  // Both are loaded with their first use: a function's cold start is paid for by the byte.
  const { zip } = await import('./zip.ts');
  return { kind: 'archive', key, ...(await bucket.put(key, await zip(files))) };
}

async function unpack(bucket: Bucket, record: CodeRecord): Promise<FileSet> {
  if (record.content.kind === 'inline')
    return new Map(record.content.files.map(({ path, base64 }) => [path, Buffer.from(base64, 'base64')]));
  const archive = await bucket.read(record.content.key);
  if (!archive) throw missing(record.sha256);
  const { unzip } = await import('./unzip.ts');
  return await unzip(archive, 'as it is');
}
