import { parse, next } from 'aws-cron-parser';
import { Cron } from 'croner';
import { array, assert, constant, date, integer, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { schedulerExpressions } from '../../../../functions/aws/timer/expressions.ts';

test.each([
  ['30 2 * * *', ['cron(30 2 * * ? *)']],
  ['*/15 8-18/2 * * mon-fri', ['cron(0,15,30,45 8,10,12,14,16,18 ? * 2-6 *)']],
  ['0 0 * * 7', ['cron(0 0 ? * 1 *)']],
  ['0 8 1 * mon', ['cron(0 8 1 * ? *)', 'cron(0 8 ? * 2 *)']],
])('%s becomes %j', (cron, expressions) => {
  expect(schedulerExpressions({ kind: 'cron', cron })).toEqual(expressions);
});

test('a rate is told in minutes, an instant in UTC', () => {
  expect(schedulerExpressions({ kind: 'rate', everySec: 60 })).toEqual(['rate(1 minute)']);
  expect(schedulerExpressions({ kind: 'rate', everySec: 7200 })).toEqual(['rate(120 minutes)']);
  expect(schedulerExpressions({ kind: 'at', at: new Date('2026-01-31T12:00:00Z') })).toEqual(['at(2026-01-31T12:00:00)']);
});

/** A field of Unix cron: everything, one value, a range, a step or a list. */
const field = (low: number, high: number, steppedFrom = '*') => {
  const value = integer({ min: low, max: high });
  const range = tuple(value, value).map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  return oneof(
    constant('*'),
    value.map(String),
    range,
    integer({ min: 2, max: Math.min(9, high - low + 1) }).map((step) => `${steppedFrom}/${step}`),
    array(value, { minLength: 1, maxLength: 4 }).map((values) => values.join(',')),
  );
};
/** Up to the 28th, because the evaluator takes 31 April for 1 May. */
const cron = tuple(field(0, 59), field(0, 23), field(1, 28, '1-28'), field(1, 12), field(0, 6)).map((fields) => fields.join(' '));
const instant = date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2034-01-01T00:00:00Z'), noInvalidDate: true });

/** The next due time as an evaluator of AWS's dialect, which knows nothing of ours, reads the expressions. */
function nextOnAws(text: string, after: Date): number {
  const found = schedulerExpressions({ kind: 'cron', cron: text }).map(
    (one) => next(parse(one.slice(5, -1)), after)?.getTime() ?? Infinity,
  );
  return Math.min(...found);
}

test('both dialects come due at the same times, read by two evaluators that know nothing of each other', () => {
  assert(
    property(cron, instant, (text, after) => {
      const ours = new Cron(text, { timezone: 'UTC', mode: '5-part', paused: true }).nextRun(after)?.getTime() ?? Infinity;
      expect(nextOnAws(text, after)).toBe(ours);
    }),
    { numRuns: 10_000 },
  );
});

test('an expression is never longer than Scheduler takes', () => {
  const longest = '*/2,1 1-23/2,0 1-31/2 1-11/2 *';
  for (const one of schedulerExpressions({ kind: 'cron', cron: longest })) expect(one.length).toBeLessThanOrEqual(256);
});
