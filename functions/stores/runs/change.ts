import { AppError } from '../../../core/errors.ts';
import { isTerminal, mayBecome } from '../../../core/run.ts';
import type { Row, Write } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { countWrite, leaseKey, queueKey, readPlaces } from './places.ts';
import { parseRun, runKey, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

const attempts = 50;

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
  }
  throw new AppError('conflict');
}

function allowed(before: RunRecord, after: RunRecord): boolean {
  return before.status === after.status ? !isTerminal(before.status) : mayBecome(before.status, after.status);
}

async function write(context: RunsContext, row: Row, before: RunRecord, next: Change): Promise<boolean> {
  const writes: Write[] = [
    { kind: 'put', row: runRow(next.record), condition: { kind: 'revision', revision: row.revision } },
    ...(next.writes ?? []),
  ];
  if (!isTerminal(next.record.status)) return context.table.transact(writes);
  return context.serial(async () => {
    const places = await readPlaces(context.table);
    return context.table.transact([...writes, ...(await leave(context, before, places))]);
  });
}

async function leave(context: RunsContext, before: RunRecord, places: Awaited<ReturnType<typeof readPlaces>>): Promise<Write[]> {
  const queued = before.admittedAt === null;
  const key = queued ? queueKey(before.id) : leaseKey(before.id);
  if (!(await context.table.get(key))) return [];
  return [{ kind: 'remove', key, condition: { kind: 'none' } }, countWrite(places, queued ? { queued: -1 } : { leased: -1 })];
}

async function requireRow(context: RunsContext, runId: string): Promise<Row> {
  const row = await context.table.get(runKey(runId));
  if (!row) throw new AppError('not-found', `There is no run ${runId}; \`GET /v1/runs\` lists them.`);
  return row;
}
