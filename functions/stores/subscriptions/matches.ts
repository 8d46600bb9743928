import type { notices, toldStatuses } from '../../../core/schemas/subscription.ts';
import type { SubscriptionRecord } from './record.ts';

export type ToldStatus = (typeof toldStatuses)[number];
export type Notice = (typeof notices)[number];

/** What happened, as subscriptions choose by it. */
export type Happening = { scriptId: string; labels: readonly string[] } & ({ status: ToldStatus } | { notice: Notice });

/** Those who want to hear of it, the oldest first; an address that is subscribed several times hears of it once, by its oldest subscription. */
export function matches(subscriptions: readonly SubscriptionRecord[], happening: Happening): SubscriptionRecord[] {
  const wanting = subscriptions
    .filter((subscription) => wants(subscription, happening))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const byAddress = Map.groupBy(wanting, ({ address }) => address);
  return [...byAddress.values()].flatMap(([oldest]) => oldest ?? []);
}

function wants({ scriptId, label, statuses, notices }: SubscriptionRecord, happening: Happening): boolean {
  if (scriptId !== null && scriptId !== happening.scriptId) return false;
  if (label !== null && !happening.labels.includes(label)) return false;
  return 'status' in happening ? statuses.includes(happening.status) : notices.includes(happening.notice);
}
