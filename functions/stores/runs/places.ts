import * as z from 'zod';
import type { QueryPage, Row, Table, Write } from '../../ports/table.ts';

/**
 * Places for runs under way. One row counts the leased and the queued; each lease and each queued run has a row of its own,
 * and every change of the count carries its revision, which makes admission single-flight however many processes admit.
 */
export const countKey = { pk: 'LIM#runs', sk: 'COUNT' };
const queuePartition = 'QUEUE';
const leasePrefix = 'LEASE#';

const counts = z.object({ leased: z.int().min(0), queued: z.int().min(0) });
export type Counts = z.infer<typeof counts>;

const lease = z.object({ runId: z.string(), owner: z.string(), expiresAt: z.iso.datetime() });
export type Lease = z.infer<typeof lease>;
const waiting = z.object({ runId: z.string(), owner: z.string() });
export type Waiting = z.infer<typeof waiting>;

export interface Places {
  counts: Counts;
  row: Row | null;
}

export async function readPlaces(table: Table): Promise<Places> {
  const row = await table.get(countKey);
  return { row, counts: row ? counts.parse(row.body) : { leased: 0, queued: 0 } };
}

/** The write that moves the counts, valid only if nobody moved them since they were read. */
export function countWrite(places: Places, change: Partial<Counts>): Write {
  const next = {
    leased: Math.max(0, places.counts.leased + (change.leased ?? 0)),
    queued: Math.max(0, places.counts.queued + (change.queued ?? 0)),
  };
  const condition = places.row ? { kind: 'revision' as const, revision: places.row.revision } : { kind: 'absent' as const };
  return { kind: 'put', row: { ...countKey, body: next }, condition };
}

export function leaseWrite(held: Lease): Write {
  return { kind: 'put', row: { pk: countKey.pk, sk: leasePrefix + held.runId, body: held }, condition: { kind: 'none' } };
}

export function leaseKey(runId: string) {
  return { pk: countKey.pk, sk: leasePrefix + runId };
}

/** Runs of the same priority wait in the order of their ids, which is that of their creation. */
export function queueKey(runId: string) {
  return { pk: queuePartition, sk: `5#${runId}` };
}

export function queueWrite(entry: Waiting): Extract<Write, { kind: 'put' }> {
  return { kind: 'put', row: { ...queueKey(entry.runId), body: entry }, condition: { kind: 'absent' } };
}

export async function listLeases(table: Table): Promise<Lease[]> {
  const leases: Lease[] = [];
  for await (const row of rows(table, countKey.pk, leasePrefix, 1000)) leases.push(lease.parse(row.body));
  return leases;
}

/** Waiting runs, the next to start first; read in small pages, because mostly only the head is wanted. */
export async function* queue(table: Table): AsyncGenerator<Waiting> {
  for await (const row of rows(table, queuePartition, '', 10)) yield waiting.parse(row.body);
}

async function* rows(table: Table, pk: string, prefix: string, limit: number): AsyncGenerator<Row> {
  let cursor: string | null = null;
  do {
    const page: QueryPage = await table.query({ pk, prefix, limit, ...(cursor === null ? {} : { cursor }) });
    yield* page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}
