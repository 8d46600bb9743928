import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isReason, reasons, sentence } from '../../core/reasons.ts';
import { isTerminal, mayBecome, outcome, statuses, stoppers } from '../../core/run.ts';
import type { Facts } from '../../core/run.ts';

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const detail = nullable(fc.string());
const facts: fc.Arbitrary<Facts> = fc.oneof(
  fc.record({
    kind: fc.constant('ended' as const),
    exitCode: nullable(fc.integer({ min: 0, max: 255 })),
    signal: nullable(fc.integer({ min: 1, max: 64 })),
    hasException: fc.boolean(),
    exceptionText: detail,
    result: fc.constantFrom('none' as const, 'present' as const, 'too-large' as const, 'invalid' as const),
    detail,
  }),
  fc.record({ kind: fc.constant('stopped' as const), by: fc.constantFrom(...stoppers), detail }),
  fc.constantFrom<Facts>(
    { kind: 'canceled' },
    { kind: 'start-timeout' },
    { kind: 'queue-timeout' },
    { kind: 'lost' },
    { kind: 'overlap' },
    { kind: 'declined' },
  ),
  fc.record({ kind: fc.constantFrom('start-failed' as const, 'invalid-input' as const), detail }),
);

const ended = (given: Partial<Extract<Facts, { kind: 'ended' }>>): Facts => ({
  kind: 'ended',
  exitCode: 0,
  signal: null,
  hasException: false,
  exceptionText: null,
  result: 'none',
  detail: null,
  ...given,
});

test('whatever is known of a run gives a terminal status, a known reason and a whole sentence', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { status, reason, message } = outcome(given);
      expect(isTerminal(status)).toBe(true);
      expect(reason === null ? status : 'SUCCEEDED').toBe('SUCCEEDED');
      expect(reason === null || isReason(reason)).toBe(true);
      expect(message.includes('{}') && !JSON.stringify(given).includes('{}')).toBe(false);
      // What the runner says of a good end is the whole sentence.
      expect(reason === null || message.length > 10).toBe(true);
    }),
  );
});

test('every status that is not terminal can reach an end, and terminal is terminal', () => {
  for (const status of statuses) {
    const next = statuses.filter((other) => mayBecome(status, other));
    expect(next.length === 0).toBe(isTerminal(status));
    if (!isTerminal(status)) expect(next.some((other) => isTerminal(other) || other === 'CANCELING' || other === 'STARTING')).toBe(true);
  }
});

test.each([
  [ended({}), 'SUCCEEDED', null],
  [ended({ exitCode: 3 }), 'FAILED', 'exit-nonzero'],
  [ended({ exitCode: 1, hasException: true, exceptionText: 'ValueError: x' }), 'FAILED', 'exception'],
  [ended({ exitCode: null, signal: 9 }), 'FAILED', 'signal'],
  [ended({ exitCode: null, signal: 24 }), 'FAILED', 'cpu-limit'],
  [ended({ exitCode: null, signal: 25 }), 'FAILED', 'file-limit'],
  [ended({ exitCode: null, signal: 31 }), 'FAILED', 'policy-violation'],
  [ended({ result: 'too-large', detail: '20 MB' }), 'FAILED', 'result-limit'],
  [ended({ result: 'invalid' }), 'FAILED', 'invalid-output'],
  [ended({ exitCode: 2, result: 'invalid' }), 'FAILED', 'exit-nonzero'],
  [{ kind: 'stopped', by: 'timeout', detail: null }, 'TIMED_OUT', 'timeout'],
  [{ kind: 'stopped', by: 'out-of-memory', detail: null }, 'FAILED', 'out-of-memory'],
  [{ kind: 'lost' }, 'CRASHED', 'lost'],
  [{ kind: 'overlap' }, 'SKIPPED', 'overlap'],
] satisfies [Facts, string, string | null][])('%j gives %s, reason %s', (given, status, reason) => {
  expect(outcome(given)).toMatchObject({ status, reason });
});

test('every reason has a sentence that tells what to do, with and without a detail', () => {
  for (const reason of Object.keys(reasons).filter(isReason)) {
    expect(sentence(reason, 'the detail')).toContain('the detail');
    expect(sentence(reason, null)).not.toMatch(/\{\}|null|undefined/);
  }
});

test('what a detail says stands in its sentence letter by letter', () => {
  expect(sentence('start-failed', "$& $' {x}")).toContain("could not be started: $& $' {x}. See");
});
