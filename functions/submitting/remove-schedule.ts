import { errorText } from '../../core/error-text.ts';
import type { Services } from '../services.ts';
import { settleSchedule } from './settle-schedule.ts';
import { tellTimerOrLater } from './tell-timer.ts';

/** Removes a schedule. What came due before has its rows and runs, as far as that can be done: nothing keeps a schedule from being removed.
 *  @throws AppError `not-found conflict`. */
export async function removeSchedule(services: Services, id: string): Promise<void> {
  const { stores, settings } = services;
  await settleSchedule(services, id, { through: stores.now(), isAwaited: true }).catch((error: unknown) => {
    settings.log('error', 'a schedule was removed without rows for its last slots', { scheduleId: id, error: errorText(error) });
  });
  await stores.schedules.remove(id);
  await tellTimerOrLater(services, id);
}
