import { expect, test } from 'vitest';
import { withDefaults } from '../../../../core/schemas/limits.ts';
import type { Estimate } from '../../../../core/schemas/schedule.ts';
import type { DueTiming } from '../../../../functions/stores/schedules/due.ts';
import { estimate } from '../../../../functions/stores/schedules/estimate.ts';

const now = new Date('2026-11-21T10:20:00Z');
const past = { runs: 30, wallMs: 12_000, peakMemoryMiB: 100, earlier: null };

function estimated(timing: Partial<DueTiming> & Pick<DueTiming, 'recurrence'>, more: { billed?: boolean; wallMs?: number } = {}): Estimate {
  const { billed = true, wallMs = past.wallMs } = more;
  const toCome = { timing: { timezone: 'UTC', ...timing }, limits: withDefaults({}), cpu: null, past: { ...past, wallMs } };
  return estimate(toCome, { now, billed });
}

test.each<[string, DueTiming['recurrence'], number]>([
  ['every minute', { kind: 'cron', cron: '* * * * *' }, (1461 * 1440) / 48],
  ['every half hour of office hours', { kind: 'cron', cron: '*/30 9-16 * * mon-fri' }, (1043 * 16) / 48],
  ['a day of each month', { kind: 'cron', cron: '15 4 1 * *' }, 1],
  ['the last days of months that have them', { kind: 'cron', cron: '0 0 31 * *' }, 28 / 48],
  ['the 29th of February', { kind: 'cron', cron: '0 0 29 2 *' }, 1 / 48],
  ['either the 13th or a Friday', { kind: 'cron', cron: '0 0 13 * 5' }, (209 + 48 - 6) / 48],
  ['a rate', { kind: 'rate', everySec: 3600 }, 1461 / 2],
  ['once', { kind: 'at', at: '2027-05-01T00:00:00Z' }, 1],
])('counts the runs of %s', (_what, recurrence, runs) => {
  expect(estimated({ recurrence }).runsPerMonth).toBe(Math.round(runs * 100) / 100);
});

test('of a schedule that ends only what is still to come is counted', () => {
  const recurrence = { kind: 'cron', cron: '0 0 * * *' } as const;
  expect(estimated({ recurrence, end: '2026-11-25T00:00:00Z' }).runsPerMonth).toBe(3);
  expect(estimated({ recurrence, start: '2027-01-01T00:00:00Z', end: '2027-01-03T00:00:00Z' }).runsPerMonth).toBe(2);
  const year = estimated({ recurrence, end: '2027-11-21T10:20:00Z' }).runsPerMonth;
  expect(year).toBeCloseTo(365 / 12, 0);
});

test('a run is billed for a minute at least, at the prices of its sandbox, workflow and call', () => {
  const perHour = 0.25 * 0.032_38 + 0.5 * 0.003_56 + 0.005;
  const minute = perHour / 60 + 5 * 0.000_025 + 0.000_001;
  const recurrence = { kind: 'rate', everySec: 3600 } as const;
  expect(estimated({ recurrence }).usdPerRun).toBeCloseTo(minute, 6);
  expect(estimated({ recurrence }, { wallMs: 600_000 }).usdPerRun).toBeCloseTo(perHour / 6 + 5 * 0.000_025 + 0.000_001, 6);
});

test('the sentence says what it costs where it costs, and what it would cost where it does not', () => {
  const recurrence = { kind: 'rate', everySec: 60 } as const;
  const message = 'at list prices: 43,830 runs of 12 s (the average of 30 past runs) at $0.00037 each, with 0.25 vCPU and 512 MiB.';
  expect(estimated({ recurrence }).message).toBe(`About $16.39 a month ${message}`);
  expect(estimated({ recurrence }, { billed: false }).message).toBe(
    `Costs nothing on this machine; as the AWS edition about $16.39 a month ${message}`,
  );
  expect(estimated({ recurrence: { kind: 'at', at: '2027-01-01T00:00:00Z' } }).message).toMatch(
    /^About \$0\.00037 at list prices: one run of 12 s/,
  );
});
