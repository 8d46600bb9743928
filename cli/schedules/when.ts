import type { Schedule } from '../../core/schemas/schedule.ts';
import { zoned } from '../output/zoned.ts';

/** When a schedule comes due, in few words: `0 6 * * 1-5 Europe/Berlin`, `every 15 minutes`, `once, Tue 2026-11-24 09:00`. */
export function whenOf({ cron, rate, at, timezone }: Pick<Schedule, 'cron' | 'rate' | 'at' | 'timezone'>): string {
  const zone = timezone === 'UTC' ? '' : ` ${timezone}`;
  if (at !== null) return `once, ${zoned(at, timezone)}${zone}`;
  return cron === null ? `every ${rate ?? ''}` : `${cron}${zone}`;
}
