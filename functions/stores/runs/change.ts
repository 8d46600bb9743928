import { AppError } from '../../../core/errors.ts';
import { isTerminal, mayBecome } from '../../../core/run.ts';
import type { Row, Write } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { isExpired } from './expired.ts';
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
 * transitions does not know is not taken. When the run ends its place is freed in the same transaction.
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
    const next = await change(before);
    if (next === null || !allowed(before, next.record)) return { record: before, changed: false };
    if (await write(context, row, before, next)) {
      context.pulse.beat(runId);
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
  return context.table.transact(isTerminal(next.record.status) ? [...writes, ...(await leave(context, before))] : writes);
}

/** Out of the queue, or out of its place. */
async function leave({ table }: RunsContext, { id, admittedAt, place }: RunRecord): Promise<Write[]> {
  if (admittedAt === null) {
    const entry = await table.get(queueKey(id));
    return entry ? [{ kind: 'remove', key: queueKey(id), condition: { kind: 'revision', revision: entry.revision } }] : [];
  }
  const held = place === null ? null : await placeOf(table, place, id);
  return held ? [leavePlace(held)] : [];
}

async function requireRow(context: RunsContext, runId: string): Promise<Row> {
  const row = await context.table.get(runKey(runId));
  if (!row || isExpired(context, row)) throw new AppError('not-found', `There is no run ${runId}; \`GET /v1/runs\` lists them.`);
  return row;
}
