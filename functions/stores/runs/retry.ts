import { isTerminal } from '../../../core/run.ts';
import { limitMaximum } from '../../../core/schemas/limits.ts';
import { retryDefaults } from '../../../core/schemas/retry.ts';
import type { Attempt, RetryPolicy } from '../../../core/schemas/retry.ts';
import type { RunsContext } from './context.ts';
import { heldWrite, notBeforeKey } from './held.ts';
import { liveKey } from './live.ts';
import { unknownYet } from './new-record.ts';
import type { RunRecord } from './record.ts';
import type { Write } from '../../ports/table.ts';

/** When a run may be attempted again, in milliseconds from now, and with how much memory. */
export interface Again {
  pauseMs: number;
  memoryMiB: number;
}

/**
 * What the policy says of an attempt that has ended so: another one after a pause, or none. The pause doubles with each attempt up to the
 * longest that is allowed, and a part of it is drawn: `random` gives numbers from 0 to below 1. Who cancels wants no further attempt.
 */
export function againAfter(
  { retry, status, attempt, limits }: Pick<RunRecord, 'retry' | 'status' | 'attempt' | 'limits'>,
  { reason }: Pick<RunRecord, 'reason'>,
  random: () => number,
): Again | null {
  if (retry === null || status === 'CANCELING' || attempt >= retry.attempts) return null;
  if (!isAmong(retry.reasons ?? retryDefaults.reasons, reason)) return null;
  return {
    pauseMs: pauseMs(retry, attempt, random),
    memoryMiB: reason === 'out-of-memory' ? grown(limits.memoryMiB, retry) : limits.memoryMiB,
  };
}

function isAmong(reasons: readonly string[], reason: string | null): boolean {
  return reason !== null && reasons.includes(reason);
}

function pauseMs(policy: RetryPolicy, attempt: number, random: () => number): number {
  const { backoffSec, maxBackoffSec, jitter } = { ...retryDefaults, ...policy };
  const whole = Math.min(maxBackoffSec, backoffSec * 2 ** (attempt - 1));
  return Math.round(whole * (1 - jitter * random()) * 1000);
}

function grown(memoryMiB: number, { memoryFactor = retryDefaults.memoryFactor }: RetryPolicy): number {
  return Math.max(memoryMiB, Math.min(limitMaximum('memoryMiB'), Math.ceil(memoryMiB * memoryFactor)));
}

/** Texts of attempts stand in a row that all who wait share a transaction with. */
const messageLength = 1000;

/**
 * What an attempt's end makes of the run: the record as it has ended, or, when the policy says so, QUEUED again: the attempt among those that
 * were, and the run held until the pause is over. What followers were told of the attempt while it ran is forgotten.
 */
export function endOrAgain(context: RunsContext, before: RunRecord, ended: RunRecord): { record: RunRecord; writes: Write[] } {
  // What has had no place has attempted nothing.
  const mayRepeat = before.admittedAt !== null && isTerminal(ended.status);
  const again = mayRepeat ? againAfter(before, ended, context.random ?? Math.random) : null;
  if (again === null) return { record: ended, writes: [] };
  const retryAt = new Date(context.now().getTime() + again.pauseMs).toISOString();
  const record: RunRecord = {
    ...before,
    ...unknownYet,
    attempt: before.attempt + 1,
    attempts: [...before.attempts, attemptOf(before, ended, context.now())],
    limits: { ...before.limits, memoryMiB: again.memoryMiB },
    owner: context.owner,
    retryAt,
    readyAt: retryAt,
  };
  return {
    record,
    writes: [
      heldWrite(notBeforeKey({ id: record.id, retryAt }), record),
      { kind: 'remove', key: liveKey(record.id), condition: { kind: 'none' } },
    ],
  };
}

function attemptOf({ attempt, startedAt, limits }: RunRecord, ended: RunRecord, now: Date): Attempt {
  const { status, reason, message, exitCode, metrics, endedAt } = ended;
  return {
    attempt,
    status,
    reason,
    message: message && message.slice(0, messageLength),
    exitCode,
    memoryMiB: limits.memoryMiB,
    startedAt,
    endedAt: endedAt ?? now.toISOString(),
    metrics,
  };
}
