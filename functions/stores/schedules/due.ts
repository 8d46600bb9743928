import { Cron } from 'croner';
import { createRecent } from '../recent.ts';
import { instantsOf, wallTime } from './wall-time.ts';

type Instant = Date | string;

/** When something is due, as a timer keeps it or as a row does. */
export interface DueTiming {
  recurrence: { kind: 'cron'; cron: string } | { kind: 'rate'; everySec: number } | { kind: 'at'; at: Instant };
  timezone: string;
  /** Of a rate: from where it is counted, itself included. Otherwise: not due before. */
  start?: Instant | null | undefined;
  /** Not due from then on. */
  end?: Instant | null | undefined;
}

/** Seconds of a rate's events are Scheduler's own: an event means the slot at or up to a minute before it. */
const rateSlackMs = 60_000;

/** Nothing is due from then on: later instants, and when they are looked at again, could no more be written with four digits of a year. */
const last = new Date(Date.UTC(9999, 0, 1));

/** The first due time behind `after`, or null when there is none any more. */
export function nextDue(timing: DueTiming, after: Date): Date | null {
  const next = dueTimes(timing, after).next();
  return next.done ? null : next.value;
}

/** Due times behind `after` up to and with `through`, in order, at most `limit` of them. */
export function dueBetween(timing: DueTiming, after: Date, through: Date, limit: number): Date[] {
  const found: Date[] = [];
  if (limit <= 0) return found;
  for (const due of dueTimes(timing, after)) {
    if (due > through) break;
    found.push(due);
    if (found.length >= limit) break;
  }
  return found;
}

/** Which due time an event means that names `at`: exactly that one; of a rate the one at most a minute before. Null when none does. */
export function slotAt(timing: DueTiming, at: Date): Date | null {
  const slack = timing.recurrence.kind === 'rate' ? rateSlackMs : 0;
  const found = dueBetween(timing, new Date(at.getTime() - slack - 1), at, 2);
  return found.at(-1) ?? null;
}

/**
 * Due times behind `after`, one after the other. Cron is read on the clocks of the time zone: a local time that does not exist is left out, one that
 * comes twice is due the first time only (AWS docs: EventBridge Scheduler, "Daylight saving time"). A rate knows no clocks.
 */
export function* dueTimes(timing: DueTiming, after: Date): Generator<Date, void, void> {
  const [start, end] = [timing.start, timing.end].map((bound) => (bound ? new Date(bound) : null));
  const from = start && start > after ? new Date(start.getTime() - 1) : after;
  for (const due of unbounded(timing, start ?? new Date(0), from)) {
    if (due >= last || (end && due >= end)) return;
    yield due;
  }
}

function* unbounded({ recurrence, timezone }: DueTiming, start: Date, after: Date): Generator<Date, void, void> {
  switch (recurrence.kind) {
    case 'cron':
      yield* ofCron(recurrence.cron, timezone, after);
      return;
    case 'rate':
      yield* ofRate(recurrence.everySec * 1000, start.getTime(), after.getTime());
      return;
    case 'at':
      if (new Date(recurrence.at) > after) yield new Date(recurrence.at);
      return;
    default:
      recurrence satisfies never;
  }
}

function* ofRate(everyMs: number, start: number, after: number): Generator<Date, void, void> {
  for (let at = start + (Math.floor((after - start) / everyMs) + 1) * everyMs; ; at += everyMs) yield new Date(at);
}

/** croner is asked in UTC for what clocks would show, because it moves local times that do not exist and repeats those that come twice. */
function* ofCron(cron: string, timezone: string, after: Date): Generator<Date, void, void> {
  for (const wall of cronTimes(cron, wallTime(after, timezone))) {
    const [first] = instantsOf(wall, timezone);
    if (first !== undefined && first > after) yield first;
  }
}

/** The times on any clock that an expression names behind `after`, as Dates whose UTC fields are the local ones. */
export function* cronTimes(cron: string, after: Date): Generator<Date, void, void> {
  const pattern = compiled(cron);
  for (let wall = pattern.nextRun(after); wall !== null; wall = pattern.nextRun(wall)) yield wall;
}

const expressionsRemembered = 2000;
const expressions = createRecent<Cron>(expressionsRemembered);

function compiled(cron: string): Cron {
  const known = expressions.get(cron);
  if (known) return known;
  const made = new Cron(cron, { utcOffset: 0, mode: '5-part', paused: true });
  expressions.set(cron, made);
  return made;
}
