import { AppError } from '../../../core/errors.ts';
import type { RunRecord } from '../runs/record.ts';
import type { Decided, Known } from './change.ts';
import { isOver } from './record.ts';
import type { AttemptRecord } from './record.ts';
import { hashOf, isSecretOf, sessionOf } from './secrets.ts';

export interface Claim {
  record: RunRecord;
  row: AttemptRecord;
  /** Shown with every beat and the report. */
  session: string;
  /** False when the same runner asks again because it lost the answer. */
  isFirst: boolean;
}

/** Binds the code to the nonce, once. @throws AppError `claim-refused`, without a word on which of its reasons holds. */
export function claimWith({ record, row }: Known, code: string, nonce: string, now: string): Decided<Claim> {
  const session = sessionOf(code, nonce);
  if (!isSecretOf(code, row.codeHash) || isOver(record, record.attempt)) throw new AppError('claim-refused');
  if (row.claimedAt !== null) {
    if (!isSecretOf(nonce, row.nonceHash)) throw new AppError('claim-refused');
    return { next: null, value: { record, row, session, isFirst: false } };
  }
  if (record.status !== 'STARTING') throw new AppError('claim-refused');
  const next = { ...row, claimedAt: now, nonceHash: hashOf(nonce), sessionHash: hashOf(session) };
  return { next, value: { record, row: next, session, isFirst: true } };
}
