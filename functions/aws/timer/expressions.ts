import { CronPattern } from 'croner';
import type { Recurrence } from '../../ports/timer.ts';

/**
 * The expressions by which EventBridge Scheduler comes due at the same times. Its cron wants `?` in one of the two day fields, so that Unix's
 * "day of month or day of week" becomes two schedules; a day that both name is due once, because its runs have ids made of schedule and slot.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function schedulerExpressions(recurrence: Recurrence): string[] {
  switch (recurrence.kind) {
    case 'rate':
      return [`rate(${recurrence.everySec / 60} minute${recurrence.everySec === 60 ? '' : 's'})`];
    case 'at':
      return [`at(${recurrence.at.toISOString().slice(0, 19)})`];
    case 'cron':
      return cronExpressions(recurrence.cron);
    default:
      return recurrence satisfies never;
  }
}

function cronExpressions(cron: string): string[] {
  const pattern = new CronPattern(cron, undefined, { mode: '5-part' });
  const times = `${field(pattern.minute, 0)} ${field(pattern.hour, 0)}`;
  const months = field(pattern.month, 1);
  const byDate = `cron(${times} ${field(pattern.day, 1)} ${months} ? *)`;
  // Scheduler counts the days of the week from 1, Sunday.
  const byWeekday = `cron(${times} ? ${months} ${field(pattern.dayOfWeek.slice(0, 7), 1)} *)`;
  if (pattern.starDOW) return [byDate];
  return pattern.starDOM ? [byWeekday] : [byDate, byWeekday];
}

/** The values that are set, as `*`, or as a list of single values and ranges. */
function field(set: readonly number[], first: number): string {
  if (set.every((value) => value !== 0)) return '*';
  const values = set.flatMap((value, place) => (value === 0 ? [] : [place + first]));
  const ranges: [number, number][] = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last && last[1] === value - 1) last[1] = value;
    else ranges.push([value, value]);
  }
  return ranges.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join(',');
}
