import type { Condition, Table, Write } from '../../ports/table.ts';
import { change } from '../change.ts';
import { runKey } from '../runs/record.ts';
import type { RunRecord } from '../runs/record.ts';
import { attemptKey, unlaunched } from './record.ts';
import type { At, AttemptRecord } from './record.ts';
import { readWhole } from './whole.ts';
import type { Seen } from './whole.ts';

export interface AttemptsContext {
  table: Table;
  now: () => Date;
  /** Days for which the rows are kept; null keeps them. */
  retentionDays: number | null;
}

/** What is known of a run and one attempt of it when a change is decided. */
export interface Known {
  record: RunRecord;
  row: AttemptRecord;
}

/** What is decided: the attempt as it is to be, or null to leave it; and what the change answers. */
export interface Decided<T> {
  next: AttemptRecord | null;
  value: T;
}

export interface Changing {
  /** What was just read of it; where it has changed since, it is read again. */
  seen?: Seen;
  /** Whether the run's own row must be unchanged too, so that nothing is decided for a run that ends or is canceled in the same moment. It makes
   *  the change four times as dear, so only the one by which a script begins asks for it. */
  withRun?: boolean;
}

/** An attempt takes at most the longest run, so its row may go that much later than the run's. */
const marginSec = 3 * 24 * 3600;

/**
 * Reads a run and its attempt, decides, and writes the attempt if it has not changed meanwhile; again and again until nobody came between.
 * @throws AppError `not-found` for a run that is not there.
 */
export async function changeAttempt<T>(
  context: AttemptsContext,
  at: At,
  decide: (known: Known) => Decided<T>,
  { seen, withRun = false }: Changing = {},
): Promise<T> {
  const { table, now } = context;
  let given = seen;
  return change(table, async () => {
    const { record, row, revisions } = given ?? (await readWhole(table, at.runId, now(), at.attempt));
    given = undefined;
    const { next, value } = decide({ record, row: row ?? unlaunched });
    if (next === null) return { writes: [], value };
    const body = { ...attemptKey(at), body: next, ...expiry(context) };
    const writes: Write[] = [{ kind: 'put', row: body, condition: ifStill(revisions.attempt) }];
    if (withRun) writes.push({ kind: 'check', key: runKey(at.runId), condition: ifStill(revisions.run) });
    return { writes, value };
  });
}

function ifStill(revision: number | null): Condition {
  return revision === null ? { kind: 'absent' } : { kind: 'revision', revision };
}

function expiry({ retentionDays, now }: AttemptsContext): { expiresAt?: number } {
  if (retentionDays === null) return {};
  return { expiresAt: Math.floor(now().getTime() / 1000) + retentionDays * 24 * 3600 + marginSec };
}
