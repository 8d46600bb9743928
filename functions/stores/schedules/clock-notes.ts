import { clockChanges } from './clock-changes.ts';
import type { ClockChange } from './clock-changes.ts';
import { cronTimes } from './due.ts';
import type { DueTiming } from './due.ts';
import { offsetMs } from './wall-time.ts';

const minuteMs = 60_000;
/** More than so many times are counted, not named. */
const named = 3;

/**
 * What the clock changes between `after` and `through` do to the slots of a cron schedule, a sentence each: slots that are skipped or would come twice,
 * and the first change that moves one slot in UTC against the one before. Rates and single instants know no clocks.
 * @param fires the due times between the two.
 */
export function clockNotes(timing: DueTiming, after: Date, through: Date, fires: readonly Date[]): string[] {
  const { recurrence, timezone } = timing;
  if (recurrence.kind !== 'cron') return [];
  const moving = firstMoving(timezone, fires);
  return clockChanges(timezone, after, through).flatMap((change) => {
    const touched = touchedBy(recurrence.cron, change);
    if (touched.length > 0) return [`${opening(timezone, change)}: ${fate(touched, change)}`];
    return change.at.getTime() === moving ? [`${opening(timezone, change)}: ${shift(change)}`] : [];
  });
}

/** The instant of the last change before the first slot whose clocks are not those of the slot before it. */
function firstMoving(timezone: string, fires: readonly Date[]): number | null {
  for (const [place, fire] of fires.entries()) {
    const before = fires[place - 1] ?? fire;
    if (offsetMs(before, timezone) !== offsetMs(fire, timezone)) return clockChanges(timezone, before, fire).at(-1)?.at.getTime() ?? null;
  }
  return null;
}

/** The local times that do not exist, or come twice, at this change and that the expression names. */
function touchedBy(cron: string, { from, to }: ClockChange): Date[] {
  const [first, end] = from < to ? [from, to] : [to, from];
  const touched: Date[] = [];
  for (const wall of cronTimes(cron, new Date(first.getTime() - 1))) {
    if (wall >= end) break;
    touched.push(wall);
  }
  return touched;
}

function opening(timezone: string, { from, to }: ClockChange): string {
  return `On ${day(from)} clocks in ${timezone} go ${from < to ? 'forward' : 'back'} from ${clock(from)} to ${clock(to)}`;
}

function fate(touched: readonly Date[], { from, to }: ClockChange): string {
  const [one, times] = [touched.length === 1, list(touched)];
  if (from < to)
    return `${times} ${one ? 'does' : 'do'} not exist that day, so ${one ? 'this slot is' : `these ${touched.length} slots are`} skipped.`;
  return `${times} ${one ? 'comes' : 'come'} twice; ${one ? 'it runs once, the first time.' : 'each runs once, the first time.'}`;
}

function shift({ from, to }: ClockChange): string {
  const minutes = Math.abs(to.getTime() - from.getTime()) / minuteMs;
  return `slots keep their local time and come ${minutes} minutes ${from < to ? 'earlier' : 'later'} in UTC from then on.`;
}

function list(walls: readonly Date[]): string {
  const first = walls.slice(0, named).map(clock);
  const more = walls.length - first.length;
  if (more > 0) return `${first.join(', ')} and ${more} more`;
  return first.length === 1 ? first.join('') : `${first.slice(0, -1).join(', ')} and ${first.at(-1)}`;
}

function day(wall: Date): string {
  return wall.toISOString().slice(0, 10);
}

function clock(wall: Date): string {
  return wall.toISOString().slice(11, 16);
}
