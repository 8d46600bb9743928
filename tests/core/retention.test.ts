import { expect, test } from 'vitest';
import { daysBefore, goneAt, objectDays } from '../../core/retention.ts';

test('a run is gone to the second so many days after its end, never before', () => {
  const endedAt = '2026-02-27T10:00:00.500Z';
  expect(goneAt(endedAt, 3) * 1000).toBe(Date.parse('2026-03-02T10:00:01.000Z'));
});

test('what a run was given outlives a day in the queue and a day of running before its end', () => {
  expect(objectDays(7) - 7).toBeGreaterThan(2);
});

test('days are days of 24 hours', () => {
  expect(daysBefore(new Date('2026-03-29T12:00:00Z'), 1).toISOString()).toBe('2026-03-28T12:00:00.000Z');
});
