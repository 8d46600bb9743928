import { AppError } from '../../core/errors.ts';
import type { KeptSchedule } from './timer.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields = [
  { name: 'minute', count: 60, low: 0, high: 59 },
  { name: 'hour', count: 24, low: 0, high: 23 },
  { name: 'day of month', count: 31, low: 1, high: 31 },
  { name: 'month', count: 12, low: 1, high: 12, words: months },
  { name: 'day of week', count: 7, low: 0, high: 7, words: weekdays },
] as const;

/** The most that a year has days, so that an interval can be kept by every edition. */
const maxEverySec = 366 * 24 * 3600;

/** Refuses what not every edition can keep, so that people write the same everywhere: Unix cron of five fields, whole minutes, IANA zones.
 *  @throws AppError `bad-request` naming the field. */
export function checkRecurrence({ recurrence, timezone, start, end }: Omit<KeptSchedule, 'id'>): void {
  if (!isZone(timezone)) throw refused('timezone', `an IANA time zone like "${likeZone(timezone)}"`, timezone);
  if (start && end && end <= start) throw refused('end', 'a time after `start`', end.toISOString());
  if (recurrence.kind === 'cron') return checkCron(recurrence.cron);
  if (recurrence.kind === 'at') return;
  const { everySec } = recurrence;
  if (everySec % 60 !== 0 || everySec < 60 || everySec > maxEverySec)
    throw refused('rate', `whole minutes, from 1 minute to ${maxEverySec / 60}`, `${everySec} seconds`);
}

function checkCron(cron: string): void {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== fields.length)
    throw refused('cron', `five fields: ${fields.map(({ name }) => name).join(', ')}; got ${parts.length}${tooFine(parts.length)}`, cron);
  for (const [place, field] of fields.entries()) {
    const part = parts[place] ?? '';
    if (!part.split(',').every((item) => fits(item, field)))
      throw refused('cron', `${field.name}: numbers from ${field.low} to ${field.high}, *, lists, ranges and steps (1,5 1-5 */5)`, part);
  }
}

/** Who writes six fields means seconds. */
function tooFine(fields: number): string {
  return fields > 5 ? '; there are no seconds, because nothing comes due more than 1,440 times a day, which is once a minute' : '';
}

function fits(item: string, field: (typeof fields)[number]): boolean {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !(/^\d{1,2}$/.test(step) && Number(step) >= 1 && Number(step) <= field.count)))
    return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => valueOf(end, field));
  const [low, high = low] = ends;
  if (ends.length > 2 || low === undefined || high === undefined || Number.isNaN(low) || Number.isNaN(high)) return false;
  return low <= high && (step === undefined || ends.length === 2);
}

function valueOf(text: string, field: (typeof fields)[number]): number {
  const word = 'words' in field ? field.words.indexOf(text.toLowerCase()) : -1;
  if (word >= 0) return field.low + word;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.low && value <= field.high ? value : Number.NaN;
}

/** Names that were looked at and are right; there are only some hundreds. */
const rightZones = new Set<string>();

function isZone(timezone: string): boolean {
  if (!rightZones.has(timezone) && isSpelled(timezone)) rightZones.add(timezone);
  return rightZones.has(timezone);
}

/** Names are taken as they are spelled: this runtime knows them in any case, others do not. */
function isSpelled(timezone: string): boolean {
  try {
    if (new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone === '') return false;
  } catch {
    return false;
  }
  const known = sameZone(timezone);
  return known === undefined ? timezone.split('/').every((part) => /^[A-Z]/.test(part)) : known === timezone;
}

function sameZone(timezone: string): string | undefined {
  return Intl.supportedValuesOf('timeZone').find((name) => name.toLowerCase() === timezone.toLowerCase());
}

/** What was meant, when only its case is wrong, or the part before the slash is missing. */
function likeZone(timezone: string): string {
  const city = `/${timezone.toLowerCase()}`;
  return sameZone(timezone) ?? Intl.supportedValuesOf('timeZone').find((name) => name.toLowerCase().endsWith(city)) ?? 'Europe/Berlin';
}

function refused(field: string, expected: string, got: string): AppError {
  return new AppError('bad-request', undefined, [{ field, expected, got: JSON.stringify(got).slice(0, 80) }]);
}
