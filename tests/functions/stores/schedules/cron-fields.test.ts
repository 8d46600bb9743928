import { CronPattern } from 'croner';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkRecurrence } from '../../../../functions/ports/check-recurrence.ts';
import { nextDue } from '../../../../functions/stores/schedules/due.ts';

const now = new Date('2026-11-21T10:20:00Z');

function takes(cron: string): boolean {
  try {
    checkRecurrence({ recurrence: { kind: 'cron', cron }, timezone: 'UTC' });
    return true;
  } catch {
    return false;
  }
}

const words = [
  '*',
  '/',
  '-',
  ',',
  '?',
  'L',
  'W',
  '#',
  'mon',
  'FRI',
  'sun',
  'jan',
  'Dec',
  'mayo',
  '0',
  '1',
  '5',
  '07',
  '12',
  '31',
  '59',
  '60',
  '+',
  'H',
];
const item = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const expression = fc.tuple(item, item, item, item, item).map((fields) => fields.join(' '));
const sound = fc.constantFrom('*', '5', '1-5', '*/5', '1,5', '7');
const nearly = fc.tuple(fc.constantFrom(0, 1, 2, 3, 4), item, sound).map(([place, odd, usual]) => {
  return Array.from({ length: 5 }, (_, at) => (at === place ? odd : usual)).join(' ');
});

test('whatever is taken for an expression can be read by what finds due times', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(expression, nearly), (cron) => {
      if (!takes(cron)) return;
      taken += 1;
      expect(() => new CronPattern(cron, undefined, { mode: '5-part' })).not.toThrow();
      expect(() => nextDue({ recurrence: { kind: 'cron', cron }, timezone: 'Europe/Berlin' }, now)).not.toThrow();
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test.each([
  ['0 0 * * mon-fri', true],
  ['0 0 * * fri-mon', false],
  ['0 0 * * sun-sat', true],
  ['0 0 * * 5-7', true],
  ['0 0 * nov-feb *', false],
  ['0 0 * * monday', false],
  ['0 0 5-1 * *', false],
  ['0 0 L * *', false],
  ['@daily', false],
])('%s is an expression: %s', (cron, is) => {
  expect(takes(cron)).toBe(is);
});
