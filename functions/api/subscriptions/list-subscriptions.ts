import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { presentState } from './present-state.ts';

/** Lists who hears what, newest first. */
export const listSubscriptions = http(routes.listSubscriptions, async ({ query, services }) => {
  const { items, nextCursor } = await services.stores.subscriptions.list(query);
  return { items: await Promise.all(items.map((record) => presentState(services, record))), nextCursor };
});
