import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import { goneAt } from '../../../core/retention.ts';
import type { Status } from '../../../core/run.ts';
import type { Key, NewRow, Table } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';

/** A stretch in which every run of a script has failed, as far as is known. */
export const failing = z.object({
  since: instant,
  /** The run with which it began. */
  firstRun: z.string(),
  failures: z.int(),
  /** The statuses with which its runs ended, each once. */
  statuses: z.array(z.string()),
});
export type Failing = z.infer<typeof failing>;

/** Failures that nobody has been told of yet. */
export const untold = z.object({
  /** How many of each status. */
  counts: z.record(z.string(), z.int()),
  since: instant,
  /** The newest of them. */
  lastRun: z.string(),
});

/** How a script fares, as its row keeps it; one for all versions, because people ask whether the job works. */
export const health = z.object({
  scriptId: z.string(),
  /** The latest end of all by which it was judged: its instant and its run. */
  judgedAt: instant,
  judgedRun: z.string(),
  /** Null of a script that is well. */
  failing: failing.nullable(),
  /** What the next digest tells. */
  untold: untold.nullable(),
  /** No digest before. */
  quietUntil: instant,
  /** The day (UTC) on which it was last told that runs come near a limit. */
  nearLimitDay: z.string().nullable(),
});
export type Health = z.infer<typeof health>;

/** Statuses by which a script fails. What a person canceled, and what was skipped, says nothing of how the script fares. */
export const failures: readonly Status[] = ['FAILED', 'TIMED_OUT', 'CRASHED'];

/** Where the rows stand of which a digest is due, so that the sweep finds them; the row itself decides. */
export const dueDigests = 'DUE#DIGEST';

export function healthKey(scriptId: string): Key {
  return { pk: `SCR#${scriptId}`, sk: 'HEALTH' };
}

/** Longer than the pause of a script that runs once a year; runs that end behind the removal of their script would leave rows for ever. */
const keptDays = 400;

export function healthRow(body: Health): NewRow {
  const due = body.untold === null ? {} : { index: { due: { pk: dueDigests, sk: `${body.quietUntil}#SCR#${body.scriptId}` } } };
  return { ...healthKey(body.scriptId), body, ...due, expiresAt: goneAt(body.judgedAt, keptDays) };
}

/** The row as it is now; null for a script of which no end had to be judged yet, which is well. */
export async function readHealth(table: Table, scriptId: string): Promise<Stored<Health> | null> {
  return readRow(table, healthKey(scriptId), health);
}
