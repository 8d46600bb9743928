import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import type { ScheduleWish } from '../stores/schedules.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { settleSchedule } from './settle-schedule.ts';
import { tellTimerOrLater } from './tell-timer.ts';

/** Between settling and changing the next slot may come due; that it does so often in a row does not happen. */
const rounds = 10;

/** Changes a schedule from now on: every slot up to now first gets its row by what the schedule was.
 *  @throws AppError `not-found`, `conflict`, whatever `wanted` refuses, and what keeps due slots from being run for the moment. */
export async function changeSchedule(
  services: Services,
  id: string,
  wanted: (before: ScheduleRecord) => ScheduleWish,
): Promise<ScheduleRecord> {
  for (let round = 0; round < rounds; round += 1) {
    await settleSchedule(services, id, { through: services.stores.now() });
    const changed = await services.stores.schedules.update(id, wanted);
    if (changed === null) continue;
    await tellTimerOrLater(services, id);
    return changed;
  }
  throw new AppError('conflict');
}
