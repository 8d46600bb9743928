import * as z from 'zod';
import { isTerminal } from '../../../core/run.ts';
import type { Key, Table, Write } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { queueWrite, rows, waiting } from './places.ts';
import type { Waiting } from './places.ts';
import { runKey, runRecord, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

/**
 * Runs that are QUEUED and not ready stand here and not in the queue, because who comes looks only at the head of that. What waits for an
 * instant stands in the order of instants; what waits behind another run stands under that run's id, so that its end finds it.
 */
const heldPartition = 'HELD';
const [atPrefix, behindPrefix] = ['AT#', 'BEHIND#'];

const heldRow = waiting.extend({
  /** The run that must have ended first. */
  behind: z.string().nullable(),
});
type HeldRow = z.infer<typeof heldRow>;

/** A held run as it was read. */
export interface Held extends HeldRow {
  key: Key;
  revision: number;
}

/** Where a run stands that waits behind another. */
export function behindKey({ id, behind }: Pick<RunRecord, 'id'> & { behind: string }): Key {
  return { pk: heldPartition, sk: `${behindPrefix}${behind}#${id}` };
}

/** Where a run stands that waits for an instant. */
export function notBeforeKey({ id, retryAt }: { id: string; retryAt: string }): Key {
  return { pk: heldPartition, sk: `${atPrefix}${retryAt}#${id}` };
}

/** Where a waiting run stands while it is held; null for one that is ready. */
export function heldKey({ id, behind, retryAt }: Pick<RunRecord, 'id' | 'behind' | 'retryAt'>): Key | null {
  if (retryAt !== null) return notBeforeKey({ id, retryAt });
  return behind === null ? null : behindKey({ id, behind });
}

/** The write by which a run begins to be held. */
export function heldWrite(key: Key, { id, owner, behind, retryAt }: Pick<RunRecord, 'id' | 'owner' | 'behind' | 'retryAt'>): Write {
  const body: HeldRow = { runId: id, owner, behind: retryAt === null ? behind : null };
  return { kind: 'put', row: { ...key, body }, condition: { kind: 'absent' } };
}

/** Every held run. */
export async function* heldRuns(table: Table, prefix = ''): AsyncGenerator<Held> {
  for await (const { pk, sk, body, revision } of rows(table, heldPartition, prefix, 100))
    yield { ...heldRow.parse(body), key: { pk, sk }, revision };
}

/** Moves the runs whose instant has come into the queue. Who finds that others do it already leaves it to them. */
export async function releaseDue(context: RunsContext): Promise<void> {
  const below = `${atPrefix}${context.now().toISOString()}~`;
  for (let moved = 1; moved > 0;) {
    const { rows: due, cursor } = await context.table.query({ pk: heldPartition, from: atPrefix, below, limit: 100 });
    moved = 0;
    for (const { pk, sk, body, revision } of due)
      if (await release(context, { ...heldRow.parse(body), key: { pk, sk }, revision })) moved++;
    if (cursor === null) return;
  }
}

/** Lets the runs go that wait behind this one, which has ended. */
export async function releaseBehind(context: RunsContext, runId: string): Promise<void> {
  for await (const held of heldRuns(context.table, `${behindPrefix}${runId}#`)) await letGo(context, held);
}

/**
 * The run that is to end before one that comes behind `runId`: itself while it is under way; once it has ended without ever having begun, the
 * one that it was waiting for. Null when there is none.
 */
export async function inTheWay(context: RunsContext, runId: string | null, read = readerOf(context)): Promise<string | null> {
  for (let id = runId; id !== null;) {
    const record = await read(id);
    if (record === null) return null;
    if (!isTerminal(record.status)) return id;
    id = record.admittedAt === null ? record.behind : null;
  }
  return null;
}

/** Reads what there is of a run. */
export type ReadRun = (runId: string) => Promise<RunRecord | null>;

/** Reads runs as they are now. */
export function readerOf({ table }: Pick<RunsContext, 'table'>): ReadRun {
  return async (runId) => {
    const row = await table.get(runKey(runId));
    // One that cannot be read is in nobody's way.
    return row && (runRecord.safeParse(row.body).data ?? null);
  };
}

/** Moves a run that waits behind another into the queue if it is ready, also where an end that was cut off has left it.
 *  @param read may tell of runs as they were a moment ago: who ends meanwhile sees who waits behind it. */
export async function letGo(context: RunsContext, held: Held, read = readerOf(context)): Promise<void> {
  const before = await inTheWay(context, held.behind, read);
  if (before === null) await release(context, held);
  else if (before !== held.behind && (await holdBehind(context, held, before)) && (await inTheWay(context, before)) !== before)
    // It ended meanwhile without having seen who waits behind it now.
    await releaseBehind(context, before);
}

/** The record says where it stands, so both change together. */
async function holdBehind(context: RunsContext, { key, revision, runId, owner }: Held, before: string): Promise<boolean> {
  const row = await context.table.get(runKey(runId));
  const record = row && runRecord.safeParse(row.body).data;
  if (!row || record?.status !== 'QUEUED') return false;
  const next = { ...record, behind: before };
  return context.table.transact([
    { kind: 'remove', key, condition: { kind: 'revision', revision } },
    heldWrite(behindKey(next), { ...next, owner }),
    { kind: 'put', row: runRow(next, context.retentionDays), condition: { kind: 'revision', revision: row.revision } },
  ]);
}

/** When the next run that waits for an instant is ready; null while none does. */
export async function nextReady(table: Table): Promise<Date | null> {
  const [row] = (await table.query({ pk: heldPartition, prefix: atPrefix, limit: 1 })).rows;
  return row === undefined ? null : new Date(row.sk.slice(atPrefix.length, row.sk.lastIndexOf('#')));
}

/** The write by which another owner takes over a held run. */
export function adoptedWrite({ key, revision, ...held }: Held, owner: string): Extract<Write, { kind: 'put' }> {
  return { kind: 'put', row: { ...key, body: { ...held, owner } }, condition: { kind: 'revision', revision } };
}

/** Out of the held and into the queue, unless it was canceled or moved meanwhile. */
async function release({ table }: RunsContext, { key, revision, runId, owner }: Held): Promise<boolean> {
  const entry: Waiting = { runId, owner };
  return table.transact([{ kind: 'remove', key, condition: { kind: 'revision', revision } }, queueWrite(entry)]);
}
