import { AppError } from '../../../core/errors.ts';
import { checkRecurrence } from '../../ports/check-recurrence.ts';
import { nextDue } from './due.ts';
import { readMoment } from './moment.ts';
import { rateSec } from './rate.ts';
import { keptTiming } from './record.ts';
import type { Timing } from './record.ts';

/** When a schedule is to come due, as a person wrote it. */
export interface TimingWish {
  cron?: string | undefined;
  rate?: string | undefined;
  at?: string | undefined;
  timezone?: string | undefined;
  start?: string | null | undefined;
  end?: string | null | undefined;
}

const kinds = ['cron', 'rate', 'at'] as const;
const minuteMs = 60_000;

/**
 * What was written, read once: local times in the time zone, a rate counted from its start or from this minute.
 * @throws AppError `bad-request` naming the field, for what cannot be kept and for what would never come due.
 */
export function readTiming(wish: TimingWish, now: Date): Timing & { rate: string | null } {
  const { timezone = 'UTC' } = wish;
  // The zone comes first, because local times are read in it.
  checkRecurrence({ recurrence: { kind: 'rate', everySec: 60 }, timezone });
  const recurrence = readRecurrence(wish, timezone);
  if (recurrence.kind === 'at') for (const field of ['start', 'end'] as const) refuseBeside(field, wish[field]);
  const start = wish.start ? readMoment(wish.start, timezone, 'start').toISOString() : defaultStart(recurrence, now);
  const end = wish.end ? readMoment(wish.end, timezone, 'end').toISOString() : null;
  const timing = { recurrence, timezone, start, end };
  checkRecurrence(keptTiming(timing));
  refuseNeverDue(timing, wish, now);
  return { ...timing, rate: recurrence.kind === 'rate' ? (wish.rate ?? null) : null };
}

function readRecurrence(wish: TimingWish, timezone: string): Timing['recurrence'] {
  const given = kinds.filter((kind) => wish[kind] !== undefined);
  if (given.length !== 1)
    throw refused(given[1] ?? 'cron', 'exactly one of `cron`, `rate` and `at`', given.length === 0 ? 'none of them' : given.join(' and '));
  if (wish.cron !== undefined) return { kind: 'cron', cron: wish.cron.trim().replaceAll(/\s+/g, ' ') };
  if (wish.at !== undefined) return { kind: 'at', at: readMoment(wish.at, timezone, 'at').toISOString() };
  const everySec = rateSec(wish.rate ?? '');
  if (everySec !== null) return { kind: 'rate', everySec };
  const expected = 'whole minutes, hours or days like `15 minutes`, `2h` or `1 day`; at most 1,440 times a day, which is once a minute';
  throw refused('rate', expected, wish.rate ?? '');
}

function defaultStart({ kind }: Timing['recurrence'], now: Date): string | null {
  return kind === 'rate' ? new Date(Math.floor(now.getTime() / minuteMs) * minuteMs).toISOString() : null;
}

function refuseBeside(field: 'start' | 'end', given: string | null | undefined): void {
  if (given) throw refused(field, `no \`${field}\` beside \`at\`, which comes once`, given);
}

function refuseNeverDue(timing: Timing, wish: TimingWish, now: Date): void {
  if (nextDue(timing, now) !== null) return;
  const at = now.toISOString();
  if (timing.recurrence.kind === 'at') throw refused('at', `a time to come; it is ${at} now`, wish.at ?? '');
  if (timing.end !== null && timing.end <= at) throw refused('end', `a time to come; it is ${at} now`, wish.end ?? '');
  const first = nextDue({ ...timing, end: null }, now);
  if (first !== null) throw refused('end', `a time after the first slot, which is ${first.toISOString()}`, wish.end ?? '');
  throw refused('cron', 'a day that comes: no month that it names has such a day', wish.cron ?? '');
}

function refused(field: string, expected: string, got: string): AppError {
  return new AppError('bad-request', undefined, [{ field, expected, got: got.slice(0, 80) }]);
}
