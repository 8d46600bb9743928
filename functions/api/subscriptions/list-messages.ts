import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { asMessage } from '../../stores/messages/record.ts';
import { withoutLink } from '../../stores/messages/unsubscribing.ts';

/** Lists messages and what became of each, newest first; who may read them may not by that end what others hear of. */
export const listMessages = http(routes.listMessages, async ({ query, services: { stores, settings } }) => {
  const address = settings.publicUrl();
  const { items, nextCursor } = await stores.messages.list(query);
  return { items: items.map((message) => ({ ...asMessage(message), ...withoutLink(message, address) })), nextCursor };
});
