import type { ScheduleStatus } from '../../../core/schemas/schedule.ts';
import { nextDue } from './due.ts';
import type { ScheduleRecord } from './record.ts';

/** Whether a schedule comes due any more, and whether its slots are run. */
export function statusOf(record: ScheduleRecord, now: Date): ScheduleStatus {
  if (nextDue(record, now) === null) return 'ended';
  return record.paused ? 'paused' : 'active';
}
