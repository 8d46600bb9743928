import { expect, test } from 'vitest';
import type { DueTiming } from '../../../../functions/stores/schedules/due.ts';
import { readMoment } from '../../../../functions/stores/schedules/moment.ts';
import { nextFires } from '../../../../functions/stores/schedules/next-fires.ts';
import { rateSec } from '../../../../functions/stores/schedules/rate.ts';

function told(cron: string, now: string, more: Partial<DueTiming> = {}): { nextFires: string[]; notes: string[] } {
  return nextFires({ recurrence: { kind: 'cron', cron }, timezone: 'Europe/Berlin', ...more }, new Date(now));
}

test('clock changes before the start, or behind the fifth fire, are not told', () => {
  expect(told('30 2 * * *', '2027-03-01T00:00Z', { start: '2027-03-29T00:00:00Z' }).notes).toEqual([]);
  expect(told('30 2 * * *', '2027-03-01T00:00Z').notes).toEqual([]);
});

test('the last slot of a schedule that ends is told to be skipped when it does not exist', () => {
  const { nextFires: fires, notes } = told('30 2 * * *', '2027-03-26T12:00Z', { end: '2027-03-28T12:00:00Z' });
  expect(fires).toEqual(['2027-03-27T01:30:00.000Z']);
  expect(notes).toEqual([expect.stringContaining('02:30 does not exist that day, so this slot is skipped.')]);
});

test('times that do not exist are counted from the fourth on', () => {
  const [note] = told('*/10 2 * * *', '2027-03-27T02:00Z').notes;
  expect(note).toMatch(/: 02:00, 02:10, 02:20 and 3 more do not exist that day, so these 6 slots are skipped\.$/);
});

test('of many clock changes that only move slots in UTC the first is told', () => {
  expect(told('0 8 1 1,7 *', '2026-11-21T00:00Z').notes).toEqual([
    'On 2027-03-28 clocks in Europe/Berlin go forward from 02:00 to 03:00: slots keep their local time and come 60 minutes earlier in UTC from then on.',
  ]);
  expect(told('0 8 1 1 *', '2026-06-21T00:00Z').notes).toEqual([]);
});

test('of clock changes none is looked for that is more than a year behind now and the start', () => {
  // The clocks go forward on 2030-03-31.
  const { nextFires: fires, notes } = told('30 2 31 3 *', '2026-11-21T00:00Z');
  expect(fires.map((fire) => fire.slice(0, 4))).toEqual(['2027', '2028', '2029', '2031', '2032']);
  expect(notes).toEqual([]);
  expect(told('30 2 31 3 *', '2029-06-01T00:00Z').notes).toEqual([expect.stringMatching(/^On 2030-03-31 .*02:30 does not exist/)]);
  expect(told('30 2 31 3 *', '2026-11-21T00:00Z', { start: '2029-06-01T00:00:00Z' }).notes).toHaveLength(1);
  expect(told('30 2 31 3 *', '2026-11-21T00:00Z', { start: '2026-12-01T00:00:00Z' }).notes).toEqual([]);
});

test('what has ended has no next fire', () => {
  expect(told('0 8 * * *', '2027-01-01T00:00Z', { end: '2026-12-01T00:00:00Z' })).toEqual({ nextFires: [], notes: [] });
});

test.each([
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30:15.900', 'Europe/Berlin', '2026-10-25T00:30:15.000Z'],
  ['2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00.000Z'],
  ['2026-12-01T12:00', 'Asia/Kathmandu', '2026-12-01T06:15:00.000Z'],
  ['2026-12-01T12:00:00-05:00', 'Asia/Kathmandu', '2026-12-01T17:00:00.000Z'],
  ['2026-12-01T12:00:00Z', 'Asia/Kathmandu', '2026-12-01T12:00:00.000Z'],
])('%s in %s is %s', (text, timezone, at) => {
  expect(readMoment(text, timezone, 'at').toISOString()).toBe(at);
});

test.each([
  ['15 minutes', 900],
  ['1 minute', 60],
  ['2h', 7200],
  ['90m', 5400],
  [' 1 Day ', 86_400],
  ['rate(5 minutes)', 300],
  ['1 second', null],
  ['0.5 hours', null],
  ['1 month', null],
  ['-5 minutes', null],
  ['minutes', null],
])('the rate %j is %j seconds', (text, sec) => {
  expect(rateSec(text)).toBe(sec);
});
