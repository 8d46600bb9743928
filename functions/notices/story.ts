import { setImmediate } from 'node:timers/promises';
import type { Json } from '../../core/schemas/json.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import type { NoticeParts } from './parts.ts';
import { inputSecrets } from './redact/redacted.ts';
import { redactorOf } from './redact/redactor.ts';
import type { Redactor } from './redact/redactor.ts';

/** What a mail can tell of a run. */
export interface Story {
  record: RunRecord;
  /** Whether all secrets of its input are known; without that nothing is shown that may hold them. */
  isKnown: boolean;
  /** The run's input. */
  input: Json;
  /** The last lines of its log. */
  log: string[];
  /** Takes what is secret out of any text of this run. */
  clean: Redactor;
}

/** How much of the log a mail carries. */
const lastLines = 20;
/** Inputs of more bytes are not read to be shown in a mail. */
const inputBytes = 1024 * 1024;

/** Reads what a mail tells of a run beside its record. */
export async function readStory({ stores, bucket }: NoticeParts, record: RunRecord): Promise<Story> {
  const [input, lines] = await Promise.all([
    stores.runs.recall(bucket, record.input, inputBytes),
    // What never had a place left no log; whoever refused or canceled it may not even be allowed to read logs.
    record.admittedAt === null ? [] : stores.logs.page(record, { tail: lastLines, limit: lastLines }, true).then(({ items }) => items),
  ]);
  const log = lines.map(({ text }) => text);
  // What lies in the bucket is never null: it was not read, because it is too large or not there any more.
  const isUnread = record.input.kind === 'bucket' && input === null;
  const story = storyOf(record, isUnread ? undefined : input, log);
  // Others have their turn between this and the writing of the mail, each of which takes some of the server's time.
  await setImmediate();
  return story;
}

/** @param input undefined when it could not be looked through. */
export function storyOf(record: RunRecord, input: Json | undefined, log: string[]): Story {
  const clean = redactorOf({ input: inputSecrets(input ?? null), env: record.env, words: [...record.args, ...record.argv] });
  return { record, clean, isKnown: input !== undefined && clean.isComplete, input: input ?? null, log };
}
