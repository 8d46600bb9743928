import * as routes from '../../../core/routes/subscriptions.ts';
import { http } from '../../doors/http.ts';
import { plainAddress } from '../../ports/message.ts';
import { asSubscription } from '../../stores/subscriptions/record.ts';

/** Subscribes an address at the carrier, which may ask its owner, and records what it is to hear of. Done twice it is one subscription, and an owner who
 *  let the carrier's question pass is asked again. */
export const createSubscription = http(routes.createSubscription, async ({ body, actor, services: { stores, topic } }) => {
  const { address: given, ...wish } = body;
  const address = plainAddress(given);
  await stores.subscriptions.check(wish);
  const { ref, status } = await topic.subscribe(address);
  const record = await stores.subscriptions.create(wish, { address, ref, status }, actor.name);
  await stores.subscriptions.noteCarrier(address, { ref, status });
  return { ...asSubscription(record), status };
});
