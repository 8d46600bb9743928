import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { changeSchedule } from '../../submitting/change-schedule.ts';
import { checkTarget } from '../../submitting/check-target.ts';
import { mergeSchedule } from './merge-schedule.ts';
import { showSchedule } from './show-schedules.ts';

/** Changes a schedule from now on; what it would run then is looked at again when that changes. */
export const updateSchedule = http(routes.updateSchedule, async ({ params, body, services }) => {
  const before = await services.stores.schedules.require(params.schedule);
  const wish = mergeSchedule(before, body, services.stores.now());
  if (body.version !== undefined || wish.settings !== before.settings)
    await checkTarget(services, before.scriptId, wish.version, wish.settings);
  const changed = await changeSchedule(services, before.id, (present) => mergeSchedule(present, body, services.stores.now()));
  return showSchedule(services, changed);
});
