import * as routes from '../../../core/routes/subscriptions.ts';
import { escapeHtml } from '../../../core/html.ts';
import { http } from '../../doors/http.ts';
import { heardOf, page } from './page.ts';

/** Asks whether a subscription is to end; the form leads back to this same address. */
export const askUnsubscribe = http(routes.askUnsubscribe, async ({ params, services: { stores } }) => {
  const subscription = await stores.subscriptions.byLink(params.token);
  return page(
    'Stop these messages?',
    `<p>${escapeHtml(subscription.address)} hears of ${escapeHtml(heardOf(subscription))}.</p>
<form method="post"><button style="font: inherit; padding: 0.4em 1em">Stop these messages</button></form>`,
  );
});
