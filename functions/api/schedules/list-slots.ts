import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';

export const listSlots = http(routes.listSlots, async ({ params, query, services }) => {
  const { id } = await services.stores.schedules.require(params.schedule);
  return services.stores.ledger.list(id, query);
});
