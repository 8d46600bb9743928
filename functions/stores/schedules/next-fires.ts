import { clockNotes } from './clock-notes.ts';
import { dueBetween } from './due.ts';
import type { DueTiming } from './due.ts';

/** How many due times are told ahead. */
export const firesTold = 5;
const farthest = new Date(8_640_000_000_000_000);
/** Clock changes that are further from the start are not told: looking for them is dear, and zones change their rules. */
const notedMs = 366 * 24 * 60 * 60 * 1000;

/** The next five due times, and what clock changes do to slots until the last of them, or until the end of a schedule that has fewer; of a year from its start at most. */
export function nextFires(timing: DueTiming, now: Date): { nextFires: string[]; notes: string[] } {
  const fires = dueBetween(timing, now, farthest, firesTold);
  // The last slots of a schedule that ends may be the very ones that do not exist.
  const last = fires.length === firesTold ? fires.at(-1) : timing.end;
  const from = timing.start ? Math.max(now.getTime(), new Date(timing.start).getTime() - 1) : now.getTime();
  const through = new Date(Math.min(new Date(last ?? now).getTime(), from + notedMs));
  const soon = fires.filter((fire) => fire <= through);
  return { nextFires: fires.map((fire) => fire.toISOString()), notes: clockNotes(timing, new Date(from), through, soon) };
}
