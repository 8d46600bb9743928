import * as z from 'zod';
import { isTerminal } from '../../../core/run.ts';
import type { Key, Table, Write } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { queueWrite, rows, waiting } from './places.ts';
import type { Waiting } from './places.ts';
import { parseRun, runKey } from './record.ts';
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

/** Where a waiting run stands while it is held; null for one that is ready. */
export function heldKey({ id, behind, retryAt }: Pick<RunRecord, 'id' | 'behind' | 'retryAt'>): Key | null {
  if (retryAt !== null) return { pk: heldPartition, sk: `${atPrefix}${retryAt}#${id}` };
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

/** Moves the runs whose instant has come into the queue. */
export async function releaseDue(context: RunsContext): Promise<void> {
  const below = `${atPrefix}${context.now().toISOString()}~`;
  for (;;) {
    const page = await context.table.query({ pk: heldPartition, from: atPrefix, below, limit: 100 });
    for (const { pk, sk, body, revision } of page.rows) await release(context, { ...heldRow.parse(body), key: { pk, sk }, revision });
    if (page.cursor === null) return;
  }
}

/** Moves the runs that wait behind this one, which has ended, into the queue. */
export async function releaseBehind(context: RunsContext, runId: string): Promise<void> {
  for await (const held of heldRuns(context.table, `${behindPrefix}${runId}#`)) await release(context, held);
}

/** Moves all that is ready into the queue, also what an end that was cut off has left. */
export async function releaseReady(context: RunsContext): Promise<void> {
  await releaseDue(context);
  for await (const held of heldRuns(context.table, behindPrefix))
    if (held.behind !== null && !(await isUnderWay(context, held.behind))) await release(context, held);
}

/** Whether a run has not ended and is there. */
export async function isUnderWay({ table }: RunsContext, runId: string): Promise<boolean> {
  const row = await table.get(runKey(runId));
  return row !== null && !isTerminal(parseRun(row).status);
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
async function release({ table }: RunsContext, { key, revision, runId, owner }: Held): Promise<void> {
  const entry: Waiting = { runId, owner };
  await table.transact([{ kind: 'remove', key, condition: { kind: 'revision', revision } }, queueWrite(entry)]);
}
