import { AppError } from '../../../core/errors.ts';
import { isTerminal } from '../../../core/run.ts';
import type { LogOf } from '../../stores/logs.ts';
import type { RunRecord } from '../../stores/runs/record.ts';

/** The attempt whose log is read, and whether nothing more comes to it. */
export interface Logged {
  of: LogOf;
  finished: boolean;
  /** Bytes that its script has written, once it has ended. */
  outputBytes: number;
}

/** The attempt that is asked for, or the one that the run is in. @throws AppError `bad-request` for one that has not begun. */
export function loggedAttempt({ id, attempt, attempts, status, metrics }: RunRecord, wanted: number = attempt): Logged {
  if (wanted > attempt) {
    const expected =
      attempt === 1 ? '1, because this run has had no other attempt' : `1 to ${attempt}, because this run is in attempt ${attempt}`;
    throw new AppError('bad-request', undefined, [{ field: 'attempt', expected, got: String(wanted) }]);
  }
  const earlier = attempts.find((one) => one.attempt === wanted);
  const used = earlier ? earlier.metrics : metrics;
  return { of: { id, attempt: wanted }, finished: earlier !== undefined || isTerminal(status), outputBytes: used?.outputBytes ?? 0 };
}
