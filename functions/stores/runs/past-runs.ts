import * as z from 'zod';
import type { Table, Write } from '../../ports/table.ts';
import type { RunRecord } from './record.ts';

const pastRuns = z.object({ runs: z.int(), wallMs: z.number(), peakMemoryMiB: z.number() });
/** Figures of the successful runs of one code: how many, their mean time, their greatest memory. */
export type PastRuns = z.infer<typeof pastRuns>;

function pastKey(sha256: string) {
  return { pk: `CODE#${sha256}`, sk: 'PAST' };
}

/** What past runs of the same code took, or null when there are none. */
export async function readPastRuns(table: Table, sha256: string): Promise<PastRuns | null> {
  const row = await table.get(pastKey(sha256));
  return row ? pastRuns.parse(row.body) : null;
}

/** The write that counts a successful run in; two that come at once may count as one, which an estimate can bear. */
export async function countIn(table: Table, record: RunRecord): Promise<Write[]> {
  if (record.status !== 'SUCCEEDED' || record.metrics === null) return [];
  const before = (await readPastRuns(table, record.code.sha256)) ?? { runs: 0, wallMs: 0, peakMemoryMiB: 0 };
  const runs = before.runs + 1;
  const body = {
    runs,
    wallMs: before.wallMs + (record.metrics.wallMs - before.wallMs) / runs,
    peakMemoryMiB: Math.max(before.peakMemoryMiB, record.metrics.peakMemoryMiB),
  };
  return [{ kind: 'put', row: { ...pastKey(record.code.sha256), body }, condition: { kind: 'none' } }];
}
