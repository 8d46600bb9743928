import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/schemas/json.ts';
import type { Key } from '../../ports/table.ts';
import type { FileFact } from './hash.ts';

const file = z.object({ path: z.string(), bytes: z.int(), sha256 });
const inlineFile = z.object({ path: z.string(), base64: z.string() });

/** What is kept of a file set, by its hash: where its bytes are, and nothing of how a script uses it. */
export const codeRecord = z.object({
  sha256,
  language: z.literal('python'),
  files: z.array(file),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('inline'), files: z.array(inlineFile) }),
    z.object({ kind: z.literal('archive'), key: z.string(), sha256, bytes: z.int() }),
  ]),
});
export type CodeRecord = z.infer<typeof codeRecord>;

export function codeKey(hash: string): Key {
  return { pk: `CODE#${hash}`, sk: 'META' };
}

/** Where the zip of a file set lies that is too large for its row. */
export function archiveKey(hash: string): string {
  return `code/${hash}`;
}

/** What the record weighs in memory, in bytes, roughly. */
export function weightOf(record: CodeRecord): number {
  const content = record.content.kind === 'inline' ? record.content.files.reduce((sum, { base64 }) => sum + base64.length, 0) : 0;
  return content + record.files.length * 250;
}

export function totalBytes(files: readonly FileFact[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Code that a record points to and that is not there: never the caller's fault. */
export function missing(hash: string): AppError {
  return new AppError('internal', `The code ${hash} is not in the store.`);
}
