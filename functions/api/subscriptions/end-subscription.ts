import type { Services } from '../../services.ts';

/**
 * Ends a subscription: first here, from when on nothing is sent for it; then, if its address has no other, at the carrier. Who subscribes the address
 * anew in between is subscribed at the carrier again. When this is cut off, the carrier keeps an address that nobody writes to.
 * @throws AppError `not-found`.
 */
export async function endSubscription({ stores, topic }: Pick<Services, 'stores' | 'topic'>, id: string): Promise<void> {
  const { record, last } = await stores.subscriptions.remove(id);
  if (!last) return;
  await topic.unsubscribe(record.ref);
  if (!(await stores.subscriptions.has(record.address))) return;
  const { ref, status } = await topic.subscribe(record.address);
  await stores.subscriptions.noteCarrier(record.address, { ref, status });
}
