import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { asMessage } from '../../stores/messages/record.ts';

/** Lists messages and what became of each, newest first. */
export const listMessages = http(routes.listMessages, async ({ query, services: { stores } }) => {
  const { items, nextCursor } = await stores.messages.list(query);
  return { items: items.map(asMessage), nextCursor };
});
