import { AppError } from '../../../core/errors.ts';
import { isTerminal, mayBecome } from '../../../core/run.ts';
import type { Key, Row, Table, Write } from '../../ports/table.ts';
import { withAftermath } from './aftermath.ts';
import type { RunsContext } from './context.ts';
import { isExpired } from './expired.ts';
import { heldKey, releaseBehind } from './held.ts';
import { pause } from './pause.ts';
import { leavePlace, placeOf, queueKey } from './places.ts';
import { parseRun, runKey, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

/** Two or three write to a run at once, never dozens. */
const attempts = 20;

/** What a change makes of a run: the record as it is to be, with other rows of the same transaction; or null to leave it. */
export interface Change {
  record: RunRecord;
  writes?: Write[];
}

/**
 * Reads a run, changes it and writes it back if nobody else did meanwhile; repeats otherwise. A step that the table of
 * transitions does not know is not taken. When the run ends, or waits for another attempt, its place is freed in the same transaction.
 * @returns the run as it is then, and whether this call changed it.
 * @throws AppError `not-found`.
 */
export async function changeRun(
  context: RunsContext,
  runId: string,
  change: (record: RunRecord) => Promise<Change | null>,
): Promise<{ record: RunRecord; changed: boolean }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const row = await requireRow(context, runId);
    const before = parseRun(row);
    const wanted = await change(before);
    if (wanted === null || !allowed(before, wanted.record)) return { record: before, changed: false };
    const next = await withAftermath(context, wanted);
    if (await write(context, row, before, next)) {
      context.pulse.beat(runId);
      // After the write: a run that comes to wait behind this one looks at it once it is recorded, so one of the two sees the other.
      if (isTerminal(next.record.status)) await releaseBehind(context, runId);
      return { record: next.record, changed: true };
    }
    await pause(attempt + 1);
  }
  throw new AppError('conflict');
}

function allowed(before: RunRecord, after: RunRecord): boolean {
  return before.status === after.status ? !isTerminal(before.status) : mayBecome(before.status, after.status);
}

async function write(context: RunsContext, row: Row, before: RunRecord, next: Change): Promise<boolean> {
  const writes: Write[] = [
    { kind: 'put', row: runRow(next.record, context.retentionDays), condition: { kind: 'revision', revision: row.revision } },
    ...(next.writes ?? []),
  ];
  const { status, admittedAt } = next.record;
  const leaves = isTerminal(status) || (before.admittedAt !== null && admittedAt === null);
  return context.table.transact(leaves ? [...writes, ...(await leave(context, before))] : writes);
}

/** Out of the queue or from among the held, or out of its place. */
async function leave({ table }: RunsContext, record: RunRecord): Promise<Write[]> {
  const { id, admittedAt, place } = record;
  if (admittedAt === null) {
    const held = heldKey(record);
    // A held run may move to the queue between two looks, so the write holds what both of them saw.
    return held === null
      ? stopWaiting(table, queueKey(id))
      : [...(await stopWaiting(table, held)), ...(await stopWaiting(table, queueKey(id)))];
  }
  const held = place === null ? null : await placeOf(table, place, id);
  return held ? [leavePlace(held)] : [];
}

async function stopWaiting(table: Table, key: Key): Promise<Write[]> {
  const entry = await table.get(key);
  return [
    entry
      ? { kind: 'remove', key, condition: { kind: 'revision', revision: entry.revision } }
      : { kind: 'check', key, condition: { kind: 'absent' } },
  ];
}

async function requireRow(context: RunsContext, runId: string): Promise<Row> {
  const row = await context.table.get(runKey(runId));
  if (!row || isExpired(context, row)) throw new AppError('not-found', `There is no run ${runId}; \`GET /v1/runs\` lists them.`);
  return row;
}
