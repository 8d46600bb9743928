import type { Subscription } from '../../../core/schemas/subscription.ts';
import type { Services } from '../../services.ts';
import { asSubscription } from '../../stores/subscriptions/record.ts';
import type { SubscriptionRecord } from '../../stores/subscriptions/record.ts';

/** A subscription as it is now: the name that its script has, and whether its address has agreed, which only the carrier knows. */
export async function presentState(
  { stores, topic }: Pick<Services, 'stores' | 'topic'>,
  record: SubscriptionRecord,
): Promise<Subscription> {
  const { scriptId, ref, address } = record;
  const script = scriptId === null ? null : ((await stores.scripts.find(scriptId))?.body.name ?? record.script);
  if (record.status === 'confirmed') return { ...asSubscription(record), script };
  const status = (await topic.look(ref)) === 'confirmed' ? 'confirmed' : 'pending';
  if (status === 'confirmed') await stores.subscriptions.noteCarrier(address, { status });
  return { ...asSubscription(record), script, status };
}
