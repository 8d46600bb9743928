import { createRecent } from '../recent.ts';

const secondMs = 1000;
const dayMs = 24 * 60 * 60 * 1000;
const zonesRemembered = 200;
const formats = createRecent<Intl.DateTimeFormat>(zonesRemembered);

/** What the clocks of a zone show at an instant, as a Date whose UTC fields are the local ones.
 *  @throws RangeError for what is no IANA zone. */
export function wallTime(at: Date, timezone: string): Date {
  // Most schedules are kept in it, and asking for its clocks is a hundred times as dear.
  if (timezone === 'UTC') return new Date(Math.floor(at.getTime() / secondMs) * secondMs);
  const part = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** How far the clocks of a zone are before UTC at an instant, in milliseconds. */
export function offsetMs(at: Date, timezone: string): number {
  return wallTime(at, timezone).getTime() - Math.floor(at.getTime() / secondMs) * secondMs;
}

/** The instants at which the clocks of a zone show this, the first one first: two when clocks went back, none when they were put forward over it. */
export function instantsOf(wall: Date, timezone: string): Date[] {
  const around = [wall.getTime() - dayMs, wall.getTime() + dayMs].map((at) => offsetMs(new Date(at), timezone));
  const candidates = [...new Set(around)].map((offset) => new Date(wall.getTime() - offset));
  return candidates
    .filter((at) => wallTime(at, timezone).getTime() === Math.floor(wall.getTime() / secondMs) * secondMs)
    .toSorted((one, other) => one.getTime() - other.getTime());
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
