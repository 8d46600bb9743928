import { Cron } from 'croner';
import { AppError } from '../../core/errors.ts';
import { checkRecurrence } from '../../functions/ports/check-recurrence.ts';
import type { KeptSchedule } from '../../functions/ports/timer.ts';

/** The first due time behind `after`, or null when there is none any more.
 *  @throws AppError `bad-request` for a recurrence or time zone that means nothing. */
export function nextDue(schedule: KeptSchedule, after: Date): Date | null {
  checkRecurrence(schedule);
  const from = schedule.start && schedule.start > after ? new Date(schedule.start.getTime() - 1) : after;
  const due = unbounded(schedule, from);
  return due === null || (schedule.end && due >= schedule.end) ? null : due;
}

function unbounded({ recurrence, timezone, start }: KeptSchedule, after: Date): Date | null {
  switch (recurrence.kind) {
    case 'cron':
      return nextOfCron(recurrence.cron, timezone, after);
    case 'rate':
      return nextOfRate(recurrence.everySec * 1000, start ?? new Date(0), after);
    case 'at':
      return recurrence.at > after ? recurrence.at : null;
    default:
      return recurrence satisfies never;
  }
}

function nextOfRate(everyMs: number, start: Date, after: Date): Date {
  const passed = Math.floor((after.getTime() - start.getTime()) / everyMs);
  return new Date(start.getTime() + (passed + 1) * everyMs);
}

function nextOfCron(cron: string, timezone: string, after: Date): Date | null {
  try {
    return new Cron(cron, { timezone, mode: '5-part', paused: true }).nextRun(after);
  } catch (error) {
    const expected = `a cron expression that comes due (${error instanceof Error ? error.message : String(error)})`;
    throw new AppError('bad-request', undefined, [{ field: 'cron', expected, got: JSON.stringify(cron).slice(0, 80) }]);
  }
}
