import { createRecent } from '../recent.ts';
import { exactOffsetMs, wallTime } from './wall-time.ts';

/** Clocks of a zone that are put forward or back. */
export interface ClockChange {
  at: Date;
  /** What the clocks show just before, had they gone on, and what they show instead; as Dates whose UTC fields are the local ones. */
  from: Date;
  to: Date;
}

const dayMs = 24 * 60 * 60 * 1000;
const yearsRemembered = 2000;
const known = createRecent<ClockChange[]>(yearsRemembered);

/** The clock changes behind `after` up to and with `through`, in order. */
export function clockChanges(timezone: string, after: Date, through: Date): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let year = after.getUTCFullYear(); year <= through.getUTCFullYear(); year += 1) changes.push(...changesOf(timezone, year));
  return changes.filter(({ at }) => at > after && at <= through);
}

function changesOf(timezone: string, year: number): ClockChange[] {
  const key = `${timezone} ${year}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const changes: ClockChange[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  let before = offset(Date.UTC(year, 0, 1), timezone);
  for (let day = Date.UTC(year, 0, 1); day < end; day += dayMs) {
    const next = offset(day + dayMs, timezone);
    if (next !== before) changes.push(changeBetween(day, day + dayMs, timezone));
    before = next;
  }
  known.set(key, changes);
  return changes;
}

/** To the second, by halving. */
function changeBetween(before: number, after: number, timezone: string): ClockChange {
  const old = offset(before, timezone);
  let [low, high] = [before, after];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offset(middle, timezone) === old) low = middle;
    else high = middle;
  }
  return { at: new Date(high), from: new Date(high + old), to: wallTime(new Date(high), timezone) };
}

function offset(at: number, timezone: string): number {
  return exactOffsetMs(new Date(at), timezone);
}
