import type { StepError } from '../../../core/errors.ts';
import { isTerminal } from '../../../core/run.ts';
import type { SandboxState } from '../../ports/launcher.ts';
import type { AttemptRecord } from '../../stores/attempts/record.ts';
import type { Whole } from '../../stores/attempts/whole.ts';
import { reportingSec, startingSec } from '../../stores/runs/clocks.ts';

/** What the sweep does for one run with a place. */
export type Remedy =
  | { kind: 'none' }
  /** It has ended; its place is given back. */
  | { kind: 'free' }
  /** Whoever admitted it died before the workflow heard of it. */
  | { kind: 'start' }
  /** Its report is stored; whoever waits for it hears so. */
  | { kind: 'reported' }
  /** Its sandbox is gone. */
  | { kind: 'gone'; why: string }
  /** Whoever waits for it gives up; if nobody does the run is ended, `insists` even though its sandbox cannot be stopped. */
  | { kind: 'fail'; error: StepError; cause: string; insists: boolean }
  /** Nobody can be waiting any more; it is ended. */
  | { kind: 'end' };

/**
 * In seconds. `settling`: what normally follows within a second or two has had its time. `unheard`: a state of the workflow misses beats
 * after 75. `overdue`: beyond each clock of the workflow itself, which goes first. `stuck`: a sandbox that cannot be stopped.
 */
const sec = { settling: 20, forming: 60, unheard: 90, overdue: 60, stuck: 300 };

/** What is to be done for a run, judged by its rows and its sandbox alone. The workflow's own clocks and the events come first; this finds what they missed. */
export function remedyFor({ record, row, live }: Whole, sandbox: SandboxState | null, now: Date): Remedy {
  if (isTerminal(record.status)) return { kind: 'free' };
  const age = (since: string | null) => (since === null ? Number.NEGATIVE_INFINITY : (now.getTime() - Date.parse(since)) / 1000);
  if (row === null || row.launches === 0) return unlaunched(age(record.admittedAt ?? record.createdAt));
  if (row.reportedAt !== null) return age(row.reportedAt) < sec.settling ? { kind: 'none' } : { kind: 'reported' };
  const launched = age(row.launchedAt);
  if (sandbox?.state === 'gone' && launched >= sec.settling) return { kind: 'gone', why: sandbox.why };
  if (sandbox === null && launched >= sec.forming) return { kind: 'gone', why: 'no sandbox of this run is known' };
  const unheard = age(live.beatAt ?? row.claimedAt);
  if (unheard >= sec.unheard)
    return { kind: 'fail', error: 'sandbox-gone', cause: 'the runner was not heard of for 90 seconds', insists: unheard >= sec.stuck };
  if (row.claimedAt === null && launched >= startingSec + sec.overdue) return { kind: 'end' };
  const { timeoutSec, graceSec } = record.limits;
  const over = age(record.startedAt) - (timeoutSec + graceSec + reportingSec + sec.overdue);
  if (over >= 0) return { kind: 'fail', error: 'sandbox-gone', cause: 'the run is past all its clocks', insists: over >= sec.stuck };
  return record.status === 'CANCELING' ? canceling(row, record.graceSec ?? graceSec, age) : { kind: 'none' };
}

/** An execution that was started twice is one; one that did nothing at all in the time to start will do nothing more. */
function unlaunched(waited: number): Remedy {
  if (waited < sec.forming / 2) return { kind: 'none' };
  return waited < startingSec + sec.overdue ? { kind: 'start' } : { kind: 'end' };
}

function canceling(row: AttemptRecord, graceSec: number, age: (since: string | null) => number): Remedy {
  const isDeaf = age(row.stopAskedAt) >= graceSec + sec.overdue / 2;
  if (row.claimedAt !== null && !isDeaf) return { kind: 'none' };
  return { kind: 'fail', error: 'canceled', cause: 'the run was canceled', insists: age(row.stopAskedAt) >= graceSec + sec.stuck };
}
