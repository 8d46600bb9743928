import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { settleSchedule } from '../../submitting/settle-schedule.ts';
import { tellTimerOrLater } from '../../submitting/tell-timer.ts';

/** Removes a schedule; what came due before has its rows and runs. */
export const deleteSchedule = http(routes.deleteSchedule, async ({ params, services }) => {
  const { id } = await services.stores.schedules.require(params.schedule);
  await settleSchedule(services, id, { through: services.stores.now() });
  await services.stores.schedules.remove(id);
  await tellTimerOrLater(services, id);
  return null;
});
