import { expect, test } from 'vitest';
import { exitCodeOf, exitCodeOfRefusal } from '../../cli/exit-code.ts';
import type { Run } from '../../core/schemas/run.ts';

type Ended = Parameters<typeof exitCodeOf>[0];

const cases: [string, Partial<Ended>, number][] = [
  ['a script that ended well', { status: 'SUCCEEDED', exitCode: 0 }, 0],
  ['the exit code of a script that failed', { status: 'FAILED', reason: 'exit-nonzero', exitCode: 3 }, 3],
  ['an uncaught exception', { status: 'FAILED', reason: 'exception', exitCode: 1 }, 1],
  ['a result that is none', { status: 'FAILED', reason: 'invalid-output', exitCode: 0 }, 1],
  ['a signal', { status: 'FAILED', reason: 'signal', signal: 11 }, 139],
  ['a limit that killed it', { status: 'FAILED', reason: 'out-of-memory', signal: 9 }, 137],
  ['a limit without a code', { status: 'FAILED', reason: 'process-limit' }, 1],
  ['an input that does not fit', { status: 'FAILED', reason: 'invalid-input' }, 2],
  ['a timeout, whatever ended the script then', { status: 'TIMED_OUT', reason: 'timeout', signal: 15 }, 124],
  ['a canceled run', { status: 'CANCELED', reason: 'canceled-by-user', signal: 9 }, 130],
  ['a run that was skipped', { status: 'SKIPPED', reason: 'overlap' }, 1],
  ['a crash of our own', { status: 'CRASHED', reason: 'lost' }, 125],
  ['a run that never ended', { status: 'RUNNING' }, 125],
];

test.each(cases)('%s', (_, facts, code) => {
  const run: Pick<Run, 'status' | 'reason' | 'exitCode' | 'signal'> = {
    status: 'FAILED',
    reason: null,
    exitCode: null,
    signal: null,
    ...facts,
  };
  expect(exitCodeOf(run)).toBe(code);
});

test('a refusal is wrong use below 500 and our own fault from there, and when nobody answered', () => {
  expect([400, 404, 409, 413].map(exitCodeOfRefusal)).toEqual([2, 2, 2, 2]);
  expect([500, 503, 0].map(exitCodeOfRefusal)).toEqual([125, 125, 125]);
});
