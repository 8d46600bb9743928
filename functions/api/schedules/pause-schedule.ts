import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { changeSchedule } from '../../submitting/change-schedule.ts';
import { showSchedule } from './show-schedules.ts';

/** From now on slots are recorded as skipped. */
export const pauseSchedule = http(routes.pauseSchedule, async ({ params, services }) =>
  showSchedule(services, await changeSchedule(services, params.schedule, (before) => ({ ...before, paused: true }))),
);
