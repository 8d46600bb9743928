import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { changeSchedule } from '../../submitting/change-schedule.ts';
import { showSchedule } from './show-schedules.ts';

/** From now on slots are run again; those that were skipped stay so. */
export const resumeSchedule = http(routes.resumeSchedule, async ({ params, services }) =>
  showSchedule(services, await changeSchedule(services, params.schedule, (before) => ({ ...before, paused: false }))),
);
