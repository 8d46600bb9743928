import { AppError } from '../../../core/errors.ts';
import type { Table, Write } from '../../ports/table.ts';
import { change } from '../change.ts';
import { parseRun, runKey } from '../runs/record.ts';
import type { RunRecord } from '../runs/record.ts';
import { attemptKey, attemptRecord, unlaunched } from './record.ts';
import type { At, AttemptRecord } from './record.ts';

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

/** An attempt takes at most the longest run, so its row may go that much later than the run's. */
const marginSec = 3 * 24 * 3600;

/**
 * Reads a run and its attempt, decides, and writes the attempt if neither changed meanwhile; again and again until nobody came
 * between. The run's own row is part of the condition, so that nothing is decided for a run that ends or is canceled in the same moment.
 * @throws AppError `not-found` for a run that is not there.
 */
export async function changeAttempt<T>(context: AttemptsContext, at: At, decide: (known: Known) => Decided<T>): Promise<T> {
  const { table } = context;
  return change(table, async () => {
    const [run, row] = await Promise.all([table.get(runKey(at.runId)), table.get(attemptKey(at))]);
    if (!run) throw new AppError('not-found', `There is no run ${at.runId}.`);
    const { next, value } = decide({ record: parseRun(run), row: row ? attemptRecord.parse(row.body) : unlaunched });
    const writes: Write[] = [];
    if (next !== null) {
      const condition = row ? ({ kind: 'revision', revision: row.revision } as const) : ({ kind: 'absent' } as const);
      writes.push(
        { kind: 'put', row: { ...attemptKey(at), body: next, ...expiry(context) }, condition },
        { kind: 'check', key: runKey(at.runId), condition: { kind: 'revision', revision: run.revision } },
      );
    }
    return { writes, value };
  });
}

function expiry({ retentionDays, now }: AttemptsContext): { expiresAt?: number } {
  if (retentionDays === null) return {};
  return { expiresAt: Math.floor(now().getTime() / 1000) + retentionDays * 24 * 3600 + marginSec };
}
