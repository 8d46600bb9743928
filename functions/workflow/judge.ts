import * as z from 'zod';
import { errors } from '../../core/errors.ts';
import type { Facts } from '../../core/run.ts';
import { timeoutErrors } from '../../core/schemas/steps.ts';
import type { FinishStep } from '../../core/schemas/steps.ts';
import type { AttemptRecord } from '../stores/attempts/record.ts';
import { isOvertime, startingSec } from '../stores/runs/clocks.ts';
import { overtime } from '../stores/runs/end.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** What is known of a run that ends without a report. */
export interface Evidence {
  record: RunRecord;
  row: AttemptRecord | null;
  /** What the workflow caught; absent when somebody else than the workflow ends the run. */
  error?: FinishStep['error'];
  /** When its runner was last heard of or its sandbox last seen alive, as ISO 8601. */
  aliveAt: string | null;
  /** What the platform says of its sandbox. */
  why: string | null;
  now: Date;
}

/** What a function of ours that failed is told as, by Step Functions. */
const functionFault = z.object({ errorMessage: z.string() });

/**
 * Why a run ended that never reported. Facts decide, not the name of the error: a missed beat may arrive as a time-out, and a state
 * that gave up says nothing of how far the script came.
 */
export function judge({ record, row, error, aliveAt, why, now }: Evidence): Facts {
  if (record.status === 'CANCELING') return { kind: 'canceled' };
  if (record.startedAt !== null || (row !== null && row.runToken !== null))
    return ranTooLong(record, aliveAt) ? overtime : { kind: 'lost' };
  if (error !== undefined && timeoutErrors.some((name) => name === error.Error)) return { kind: 'start-timeout' };
  const launchedMs = Date.parse(row?.launchedAt ?? record.admittedAt ?? record.createdAt);
  if (error === undefined && !row?.gone && now.getTime() - launchedMs >= startingSec * 1000) return { kind: 'start-timeout' };
  return { kind: 'start-failed', detail: row?.gone?.why ?? causeOf(error) ?? why ?? 'its workflow ended before it was started' };
}

function ranTooLong({ startedAt, limits }: RunRecord, aliveAt: string | null): boolean {
  if (startedAt === null || aliveAt === null) return false;
  return isOvertime(limits, Date.parse(aliveAt) - Date.parse(startedAt));
}

/** The sentence of a refusal of ours; of anything else only that it happened, because its text is for the operator. */
function causeOf(error: FinishStep['error']): string | null {
  if (error === undefined) return null;
  if (!Object.hasOwn(errors, error.Error) && error.Error !== 'sandbox-gone')
    return `the workflow ended it (${error.Error}); the operator's log says more`;
  if (error.Error === 'internal') return "a step of ours failed; the operator's log says more";
  const told = functionFault.safeParse(jsonOf(error.Cause ?? ''));
  return told.success ? told.data.errorMessage : (error.Cause ?? null);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
