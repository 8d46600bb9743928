import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import type { Services } from '../../services.ts';

/** What became of the slots of a schedule; also of one that was removed, whose rows are kept as long as those of others. */
export const listSlots = http(routes.listSlots, async ({ params, query, services }) => {
  const { schedule: id } = params;
  const page = await services.stores.ledger.list(id, query);
  if (page.items.length === 0 && !(await hasSlots(services, id))) await services.stores.schedules.require(id);
  return page;
});

async function hasSlots({ stores }: Services, id: string): Promise<boolean> {
  return (await stores.ledger.list(id, { limit: 1 })).items.length > 0;
}
