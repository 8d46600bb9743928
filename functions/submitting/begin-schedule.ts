import type { Settings } from '../services.ts';
import type { ScheduleWish } from '../stores/schedules.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { tellTimerOrLater } from './tell-timer.ts';
import type { Telling } from './tell-timer.ts';

/** A new schedule that its timer knows, or will be told of. One that the timer will never take is not left behind.
 *  @param by id of the actor. @throws AppError `bad-request` for such a one. */
export async function beginSchedule(
  services: Telling & { settings: Pick<Settings, 'log'> },
  wish: ScheduleWish,
  by: string,
): Promise<ScheduleRecord> {
  const { schedules } = services.stores;
  const record = await schedules.create(wish, by);
  try {
    await tellTimerOrLater(services, record.id);
    return record;
  } catch (error) {
    await schedules.remove(record.id);
    await tellTimerOrLater(services, record.id);
    throw error;
  }
}
