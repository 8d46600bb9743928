import { nextDue } from './due.ts';
import { overdueSec } from './record.ts';
import type { ScheduleRecord } from './record.ts';

/** Whoever changed a schedule tells its timer at once; the sweep does it for one that was cut off. */
export const untoldMs = 60_000;

/** The instant at which the sweep has to look at a schedule, as ISO 8601: when its timer should have been told, or when the next slot that has no row is
 *  overdue; null when nothing is to come. A paused schedule's slots have rows too. */
export function lookAt(record: ScheduleRecord): string | null {
  // Counted from the change: slots that are run meanwhile must not put off the telling.
  if (!record.timerKnows) return new Date(Date.parse(record.updatedAt) + untoldMs).toISOString();
  const next = record.removed ? null : nextDue(record, new Date(record.settledThrough));
  return next && new Date(next.getTime() + overdueSec * 1000).toISOString();
}
