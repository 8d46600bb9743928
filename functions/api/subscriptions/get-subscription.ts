import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { presentState } from './present-state.ts';

/** Shows a subscription; whether its address has agreed is asked of the carrier. */
export const getSubscription = http(routes.getSubscription, async ({ params, services }) =>
  presentState(services, await services.stores.subscriptions.require(params.subscription)),
);
