import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { removeSchedule } from '../../submitting/remove-schedule.ts';

/** Removes a schedule; what came due before has its rows and runs. Of one that cannot be read nobody knows what came due. */
export const deleteSchedule = http(routes.deleteSchedule, async ({ params, services }) => {
  const { schedules } = services.stores;
  if (await schedules.isUnreadable(params.schedule)) {
    await services.timer.forget(params.schedule);
    await schedules.dropUnreadable(params.schedule);
    return null;
  }
  const { id } = await schedules.require(params.schedule);
  await removeSchedule(services, id);
  return null;
});
