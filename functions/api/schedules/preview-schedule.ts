import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { readSchedule } from './read-schedule.ts';
import { showPreview } from './show-schedules.ts';

/** Tells what a schedule would do and cost; nothing is saved. */
export const previewSchedule = http(routes.previewSchedule, async ({ body, services }) =>
  showPreview(services, await readSchedule(services, body)),
);
