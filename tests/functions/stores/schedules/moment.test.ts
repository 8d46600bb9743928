import { expect, test } from 'vitest';
import { AppError } from '../../../../core/errors.ts';
import { dueBetween, nextDue } from '../../../../functions/stores/schedules/due.ts';
import { readMoment } from '../../../../functions/stores/schedules/moment.ts';
import { readTiming } from '../../../../functions/stores/schedules/read-timing.ts';

const now = new Date('2026-11-21T10:20:00Z');

/** The fields that are refused. */
function refusalOf(task: () => unknown): AppError['fields'] {
  try {
    task();
  } catch (error) {
    if (error instanceof AppError) return error.fields;
    throw error;
  }
  throw new Error('nothing was refused');
}

test.each([
  ['1970-01-01T00:00:00Z', 'UTC', '1970-01-01T00:00:00.000Z'],
  ['1970-01-01T14:00:00+14:00', 'UTC', '1970-01-01T00:00:00.000Z'],
  ['2199-12-31T23:59:59.999Z', 'UTC', '2199-12-31T23:59:59.000Z'],
  ['2199-12-31T18:59:59', 'America/New_York', '2199-12-31T23:59:59.000Z'],
])('%s in %s may be named', (text, timezone, at) => {
  expect(readMoment(text, timezone, 'at').toISOString()).toBe(at);
});

test.each([
  ['0000-01-01T00:00:00+14:00', 'UTC'],
  ['0000-01-01T00:00', 'Pacific/Kiritimati'],
  ['0050-06-01T00:00', 'Europe/Berlin'],
  ['1970-01-01T00:00:00+00:01', 'UTC'],
  ['1970-01-01T00:00', 'Asia/Tokyo'],
  ['2199-12-31T23:59:59-00:01', 'UTC'],
  ['2199-12-31T20:00', 'America/New_York'],
  ['2200-01-01T00:00:00Z', 'UTC'],
  ['9999-12-31T23:59:59-12:00', 'UTC'],
  ['9999-12-31T23:59', 'America/New_York'],
])('%s in %s is refused, with what may be named', (text, timezone) => {
  const expected = 'an instant from 1970-01-01T00:00:00.000Z and before 2200-01-01T00:00:00.000Z';
  expect(refusalOf(() => readMoment(text, timezone, 'from'))).toEqual([{ field: 'from', expected, got: text }]);
});

test.each([
  { at: '9999-12-31T23:59:59-12:00' },
  { rate: '1m', start: '9999-12-31T23:59:00Z' },
  { rate: '366 d', start: '9999-01-01T00:00:00Z' },
  { rate: '1h', start: '0000-01-01T00:00+14:00' },
  { cron: '0 * * * *', end: '9999-12-31T23:59:59-12:00' },
])('the timing %j is refused', (wish) => {
  expect(refusalOf(() => readTiming(wish, now))).toMatchObject([{ expected: expect.stringContaining('before 2200-01-01') }]);
});

test('nothing is due in years that cannot be written with four digits', () => {
  const late = { recurrence: { kind: 'rate', everySec: 366 * 86_400 }, timezone: 'UTC', start: '9990-01-01T00:00:00.000Z' } as const;
  const due = dueBetween(late, now, new Date(8_640_000_000_000_000), 100);
  expect(due).toHaveLength(9);
  expect(due.at(-1)?.getUTCFullYear()).toBe(9998);
  expect(nextDue({ ...late, recurrence: { kind: 'at', at: '9999-12-31T23:59:59.000Z' }, start: null }, now)).toBeNull();
});
