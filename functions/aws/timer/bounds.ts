import type { KeptSchedule } from '../../ports/timer.ts';

/** Between which times Scheduler is to call; what is left out does not bound. */
export interface Bounds {
  start?: Date;
  end?: Date;
}

/**
 * The bounds of a schedule as Scheduler takes them now, or null when it comes due no more. Scheduler counts a rate from its start date, so that is the
 * next point of the schedule's own grid; and it refuses a start date more than five minutes ago, so one that is past is left out, as it bounds nothing.
 * Sources: AWS docs, "Schedule types in EventBridge Scheduler" (rate-based schedules), and the ValidationException of CreateSchedule.
 */
export function boundsOf({ recurrence, start, end }: KeptSchedule, now: Date): Bounds | null {
  const first = firstOf({ recurrence, start }, now);
  if (first !== undefined && end !== undefined && first >= end) return null;
  if (end !== undefined && end <= now) return null;
  if (recurrence.kind === 'at') return recurrence.at > now ? {} : null;
  return { ...(first === undefined ? {} : { start: first }), ...(end === undefined ? {} : { end }) };
}

/** From when on it may come due; undefined when it may at any time. */
function firstOf({ recurrence, start }: Pick<KeptSchedule, 'recurrence' | 'start'>, now: Date): Date | undefined {
  if (recurrence.kind === 'at') return recurrence.at;
  if (start === undefined || start > now) return start;
  if (recurrence.kind === 'cron') return undefined;
  const every = recurrence.everySec * 1000;
  return new Date(start.getTime() + (Math.floor((now.getTime() - start.getTime()) / every) + 1) * every);
}
