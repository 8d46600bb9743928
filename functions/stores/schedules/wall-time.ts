import { createRecent } from '../recent.ts';

const secondMs = 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** What the clocks of a zone show at an instant, as a Date whose UTC fields are the local ones.
 *  @throws RangeError for what is no IANA zone. */
export function wallTime(at: Date, timezone: string): Date {
  return new Date(wholeSeconds(at) + offsetMs(at, timezone));
}

/** The instants at which the clocks of a zone show this, the first one first: two when clocks went back, none when they were put forward over it. */
export function instantsOf(wall: Date, timezone: string): Date[] {
  const around = [-dayMs, dayMs].map((away) => offsetMs(new Date(wall.getTime() + away), timezone));
  return [...new Set(around)]
    .map((offset) => new Date(wholeSeconds(wall) - offset))
    .filter((at) => wallTime(at, timezone).getTime() === wholeSeconds(wall))
    .toSorted((one, other) => one.getTime() - other.getTime());
}

const daysRemembered = 5000;
/** By zone and day of UTC: the offset of the whole day; null for a day on which it changes. */
const days = createRecent<number | null>(daysRemembered);

/** How far the clocks of a zone are before UTC at an instant, in milliseconds. Asking for what clocks show is dear, so what holds all day is remembered. */
export function offsetMs(at: Date, timezone: string): number {
  const day = Math.floor(at.getTime() / dayMs);
  const key = `${timezone} ${day}`;
  const known = days.get(key);
  if (known !== undefined) return known ?? exactOffsetMs(at, timezone);
  const [first, last] = [exactOffsetMs(new Date(day * dayMs), timezone), exactOffsetMs(new Date((day + 1) * dayMs), timezone)];
  days.set(key, first === last ? first : null);
  return first === last ? first : exactOffsetMs(at, timezone);
}

const zonesRemembered = 200;
const formats = createRecent<Intl.DateTimeFormat>(zonesRemembered);

/** The same without remembering anything, for looking over whole years. */
export function exactOffsetMs(at: Date, timezone: string): number {
  const part = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds(at);
}

function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / secondMs) * secondMs;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formats.set(timeZone, format);
  return format;
}
