import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { endSubscription } from './end-subscription.ts';

/** Ends a subscription: nothing is sent for it any more, not even what waits. */
export const deleteSubscription = http(routes.deleteSubscription, async ({ params, services }) => {
  await endSubscription(services, params.subscription);
  return null;
});
