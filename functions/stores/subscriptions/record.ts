import * as z from 'zod';
import { subscription } from '../../../core/schemas/subscription.ts';
import type { Subscription } from '../../../core/schemas/subscription.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import type { Key, NewRow } from '../../ports/table.ts';

/** A subscription as its row holds it. */
export const subscriptionRecord = subscription.extend({
  /** By which the carrier names the address; subscriptions of one address share it. */
  ref: z.string(),
  /** What the link in its messages has to show to end it; only messages carry it. */
  secret: z.string(),
});
export type SubscriptionRecord = z.infer<typeof subscriptionRecord>;

/** All subscriptions stand in one partition, so that one consistent query finds who is to be told. */
export const subscriptionsPartition = 'SUBSCRIPTIONS';

/** Raised with every change of what somebody hears of, so that of two changes at once the second looks again. Sorts before every id. */
export const changesKey: Key = { pk: subscriptionsPartition, sk: '#CHANGES' };

export function subscriptionKey(id: string): Key {
  return { pk: subscriptionsPartition, sk: id };
}

export function subscriptionRow(record: SubscriptionRecord): NewRow {
  const body: JsonObject = { ...record };
  return { ...subscriptionKey(record.id), body };
}

/** The subscription as the API tells it: what ends it without a credential is left out. */
export function asSubscription({ ref: _ref, secret: _secret, ...told }: SubscriptionRecord): Subscription {
  return told;
}
