import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { beginSchedule } from '../../submitting/begin-schedule.ts';
import { readSchedule } from './read-schedule.ts';
import { showSchedule } from './show-schedules.ts';

/** Has a script run at due times from now on. */
export const createSchedule = http(routes.createSchedule, async ({ body, actor, services }) => {
  const record = await beginSchedule(services, await readSchedule(services, body), actor.id);
  return showSchedule(services, record);
});
