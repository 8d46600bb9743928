import { sentence } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { unreachable } from './unreachable.ts';

export const statuses = [
  'QUEUED',
  'STARTING',
  'RUNNING',
  'CANCELING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'CANCELED',
  'CRASHED',
  'SKIPPED',
] as const;
export type Status = (typeof statuses)[number];

/** A run's whole life. What has no successor is terminal, and terminal is terminal. An attempt that is to be repeated makes the run QUEUED again. */
export const transitions = {
  QUEUED: ['STARTING', 'CANCELING', 'SKIPPED', 'CRASHED'],
  STARTING: ['QUEUED', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CRASHED', 'SKIPPED'],
  RUNNING: ['QUEUED', 'CANCELING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CRASHED', 'SKIPPED'],
  CANCELING: ['CANCELED', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CRASHED'],
  SUCCEEDED: [],
  FAILED: [],
  TIMED_OUT: [],
  CANCELED: [],
  CRASHED: [],
  SKIPPED: [],
} as const satisfies Record<Status, readonly Status[]>;

/** Whether a run in this status has ended for good. */
export function isTerminal(status: Status): boolean {
  return transitions[status].length === 0;
}

/** Whether the table of transitions allows the step. */
export function mayBecome(from: Status, to: Status): boolean {
  return transitions[from].some((next) => next === to);
}

/** What the runner or the workflow knows at the end of a run. */
export type Facts =
  | {
      kind: 'ended';
      exitCode: number | null;
      signal: number | null;
      hasException: boolean;
      exceptionText: string | null;
      result: 'none' | 'present' | 'too-large' | 'invalid';
      detail: string | null;
    }
  | { kind: 'stopped'; by: StoppedBy; detail: string | null }
  | { kind: 'canceled' }
  | { kind: 'start-failed'; detail: string | null }
  | { kind: 'start-timeout' }
  | { kind: 'queue-timeout' }
  | { kind: 'lost' }
  | { kind: 'invalid-input'; detail: string | null }
  | { kind: 'overlap' }
  | { kind: 'declined' };

/** The limits whose breach ends a script. */
export const stoppers = [
  'timeout',
  'cpu-limit',
  'out-of-memory',
  'output-limit',
  'file-limit',
  'process-limit',
  'policy-violation',
] as const;
export type StoppedBy = (typeof stoppers)[number];

/** What is said of a run of which nothing needs to be said. */
export const plainEnd = 'The script ended with exit code 0.';

export interface Outcome {
  status: Status;
  reason: Reason | null;
  message: string;
}

/** What became of a run, from what is known of it. A limit that ended the script wins, then a signal, then the exit code, then the result. */
export function outcome(facts: Facts): Outcome {
  switch (facts.kind) {
    case 'ended':
      return ended(facts);
    case 'stopped':
      return end(facts.by === 'timeout' ? 'TIMED_OUT' : 'FAILED', facts.by, facts.detail);
    case 'canceled':
      return end('CANCELED', 'canceled-by-user', null);
    case 'start-failed':
      return end('CRASHED', 'start-failed', facts.detail);
    case 'start-timeout':
      return end('CRASHED', 'start-timeout', null);
    case 'queue-timeout':
      return end('CRASHED', 'queue-timeout', null);
    case 'lost':
      return end('CRASHED', 'lost', null);
    case 'invalid-input':
      return end('FAILED', 'invalid-input', facts.detail);
    case 'overlap':
      return end('SKIPPED', 'overlap', null);
    case 'declined':
      return end('SKIPPED', 'trigger-declined', null);
    default:
      return unreachable(facts);
  }
}

/** Signals by which the kernel itself tells which limit was broken: SIGXCPU, SIGXFSZ, SIGSYS (signal(7), same numbers on x86-64 and arm64). */
const limitSignals = new Map<number, StoppedBy>([
  [24, 'cpu-limit'],
  [25, 'file-limit'],
  [31, 'policy-violation'],
]);

function ended(facts: Extract<Facts, { kind: 'ended' }>): Outcome {
  if (facts.signal !== null) {
    const limit = limitSignals.get(facts.signal);
    return limit ? end('FAILED', limit, facts.detail) : end('FAILED', 'signal', `signal ${facts.signal}`);
  }
  if (facts.exitCode !== 0) {
    return facts.hasException
      ? end('FAILED', 'exception', facts.exceptionText)
      : end('FAILED', 'exit-nonzero', `exit code ${facts.exitCode}`);
  }
  if (facts.result === 'too-large') return end('FAILED', 'result-limit', facts.detail);
  if (facts.result === 'invalid') return end('FAILED', 'invalid-output', facts.detail);
  return { status: 'SUCCEEDED', reason: null, message: facts.detail || plainEnd };
}

function end(status: Status, reason: Reason, detail: string | null): Outcome {
  return { status, reason, message: sentence(reason, detail) };
}
