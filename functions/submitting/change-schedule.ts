import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import type { ScheduleWish } from '../stores/schedules.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { settleSchedule } from './settle-schedule.ts';
import { tellTimerOrLater } from './tell-timer.ts';

/** Between settling and changing the next slot may come due; that it does so often in a row does not happen. */
const rounds = 10;

/** Changes a schedule from now on: every slot up to now first gets its row by what the schedule was; one that cannot be run is missed,
 *  because a schedule that is broken must be there to be mended. @throws AppError `not-found conflict no-capacity`, and whatever `wanted` refuses. */
export async function changeSchedule(
  services: Services,
  id: string,
  wanted: (before: ScheduleRecord) => ScheduleWish,
): Promise<ScheduleRecord> {
  for (let round = 0; round < rounds; round += 1) {
    await settleSchedule(services, id, { through: services.stores.now(), isAwaited: true });
    const changed = await services.stores.schedules.update(id, wanted);
    if (changed === null) continue;
    await tellTimerOrLater(services, id);
    return changed;
  }
  throw new AppError('conflict');
}
