import { unreachable } from '../core/unreachable.ts';
import type { Run } from '../core/schemas/run.ts';
import { httpStatus } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';

/** Exit codes of the command that do not come from a script. 124 and 128 + n are those of timeout(1) and of the shell. */
export const exitCodes = { good: 0, bad: 1, usage: 2, timedOut: 124, ownFault: 125, canceled: 130, signalBase: 128 } as const;

/** What `runlet run` exits with: the script's own exit code wherever it has one that tells the end. */
export function exitCodeOf(run: Pick<Run, 'status' | 'reason' | 'exitCode' | 'signal'>): number {
  switch (run.status) {
    case 'SUCCEEDED':
      return exitCodes.good;
    case 'TIMED_OUT':
      return exitCodes.timedOut;
    case 'CANCELED':
      return exitCodes.canceled;
    case 'FAILED':
      return failed(run);
    case 'SKIPPED':
      return exitCodes.bad;
    // A run that has not ended, although it was waited for, is Runlet's fault like one that crashed.
    case 'QUEUED':
    case 'STARTING':
    case 'RUNNING':
    case 'CANCELING':
    case 'CRASHED':
      return exitCodes.ownFault;
    default:
      return unreachable(run.status);
  }
}

function failed(run: Pick<Run, 'reason' | 'exitCode' | 'signal'>): number {
  if (run.signal !== null) return exitCodes.signalBase + run.signal;
  if (run.exitCode !== null && run.exitCode !== 0) return run.exitCode;
  return run.reason === 'invalid-input' ? exitCodes.usage : exitCodes.bad;
}

/** What a refusal of the API exits with: below 500 the request was wrong, from 500 on Runlet is at fault. */
export function exitCodeOfRefusal(status: number): number {
  return status >= 400 && status < 500 ? exitCodes.usage : exitCodes.ownFault;
}

/** The same for an error of our own table. */
export function exitCodeOfError(code: ErrorCode): number {
  return exitCodeOfRefusal(httpStatus(code));
}
