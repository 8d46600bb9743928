import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { presentState } from './present-state.ts';

/** Changes what an address hears of, from the next message on. */
export const updateSubscription = http(routes.updateSubscription, async ({ params, body, services }) =>
  presentState(services, await services.stores.subscriptions.update(params.subscription, body)),
);
