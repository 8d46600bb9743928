import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { showSchedules } from './show-schedules.ts';

/** Lists schedules, newest first. */
export const listSchedules = http(routes.listSchedules, async ({ query, services }) => {
  const { script, ...filter } = query;
  const scriptId = script === undefined ? undefined : (await services.stores.scripts.require(script)).body.id;
  const { items, nextCursor } = await services.stores.schedules.list({ ...filter, scriptId });
  return { items: await showSchedules(services, items), nextCursor };
});
