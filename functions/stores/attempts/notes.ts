import type { Write } from '../../ports/table.ts';
import { changeAttempt } from './change.ts';
import type { AttemptsContext, Changing, Decided, Known } from './change.ts';
import { attemptKey, attemptRecord } from './record.ts';
import type { At, AttemptRecord } from './record.ts';

/** Notes when something happened first; later times change nothing. Answers with the attempt as it is then. */
export async function noteOnce(
  context: AttemptsContext,
  at: At,
  field: 'reportedAt' | 'stopAskedAt',
  changing?: Changing,
): Promise<AttemptRecord> {
  const note = ({ row }: Known): Decided<AttemptRecord> => {
    if (row[field] !== null) return { next: null, value: row };
    const next = { ...row, [field]: context.now().toISOString() };
    return { next, value: next };
  };
  return changeAttempt(context, at, note, changing);
}

/** Notes that this sandbox is gone; null when it is not the newest launch's. */
export async function noteGone(context: AttemptsContext, at: At, sandbox: string, why: string): Promise<AttemptRecord | null> {
  return changeAttempt(context, at, ({ row }) => {
    if (row.sandbox !== sandbox) return { next: null, value: null };
    if (row.gone !== null) return { next: null, value: row };
    const next = { ...row, gone: { at: context.now().toISOString(), why } };
    return { next, value: next };
  });
}

/** The check that no report was noted since; null when one was. */
export async function checkUnreported(context: AttemptsContext, at: At): Promise<Write[] | null> {
  const key = attemptKey(at);
  const row = await context.table.get(key);
  if (row === null) return [{ kind: 'check', key, condition: { kind: 'absent' } }];
  if (attemptRecord.parse(row.body).reportedAt !== null) return null;
  return [{ kind: 'check', key, condition: { kind: 'revision', revision: row.revision } }];
}
