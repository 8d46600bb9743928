import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { removeSchedule } from '../../submitting/remove-schedule.ts';

/** Removes a schedule; what came due before has its rows and runs. */
export const deleteSchedule = http(routes.deleteSchedule, async ({ params, services }) => {
  const { id } = await services.stores.schedules.require(params.schedule);
  await removeSchedule(services, id);
  return null;
});
