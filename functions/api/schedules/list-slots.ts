import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';

/** Lists what became of each slot, newest first. */
export const listSlots = http(routes.listSlots, async ({ params, query, services: { stores } }) => {
  const { id } = await stores.schedules.require(params.schedule);
  return stores.ledger.list(id, query);
});
