import * as routes from '../../../core/routes/subscriptions.ts';
import { escapeHtml } from '../../../core/html.ts';
import { http } from '../../doors/http.ts';
import { endSubscription } from './end-subscription.ts';
import { heardOf, page } from './page.ts';

/** Ends the subscription of the link, for the page's button and for that of mail programs (RFC 8058). */
export const unsubscribe = http(routes.unsubscribe, async ({ params, services }) => {
  const subscription = await services.stores.subscriptions.byLink(params.token);
  await endSubscription(services, subscription.id);
  return page(
    'These messages have ended',
    `<p>${escapeHtml(subscription.address)} hears no more of ${escapeHtml(heardOf(subscription))}. If the address has another subscription, that one goes on.</p>`,
  );
});
