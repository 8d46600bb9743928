import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { showSchedule } from './show-schedules.ts';

/** Shows a schedule. */
export const getSchedule = http(routes.getSchedule, async ({ params, services }) =>
  showSchedule(services, await services.stores.schedules.require(params.schedule)),
);
