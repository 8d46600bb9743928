import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import type { Status } from '../../../core/run.ts';
import type { Key, NewRow, Table } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';

/** How a script fares, as its row keeps it; one for all versions, because people ask whether the job works. */
export const health = z.object({
  scriptId: z.string(),
  /** The end by which it was judged last, the latest of all that are known: its instant and its run. */
  judgedAt: instant,
  judgedRun: z.string(),
  /** Of a script that fails: since when, how often, by which statuses, and the run with which that began. Null of one that is well. */
  failing: z.object({ since: instant, firstRun: z.string(), failures: z.int(), statuses: z.array(z.string()) }).nullable(),
  /** Failures that nobody has been told of yet, by status; the digest tells them. */
  untold: z.record(z.string(), z.int()),
  /** When the first of those was, and the run of the newest. */
  untoldSince: instant.nullable(),
  untoldRun: z.string().nullable(),
  /** No digest before. */
  quietUntil: instant,
  /** The day (UTC) on which somebody was last told that runs come near a limit. */
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

export function healthRow(body: Health): NewRow {
  const isDue = Object.keys(body.untold).length > 0;
  return {
    ...healthKey(body.scriptId),
    body,
    ...(isDue ? { index: { due: { pk: dueDigests, sk: `${body.quietUntil}#SCR#${body.scriptId}` } } } : {}),
  };
}

/** The row as it is now; null for a script of which no end had to be judged yet, which is well. */
export async function readHealth(table: Table, scriptId: string): Promise<Stored<Health> | null> {
  return readRow(table, healthKey(scriptId), health);
}
