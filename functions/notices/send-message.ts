import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import type { Message, Subscribed, Taken } from '../ports/topic.ts';
import type { Services, Settings } from '../services.ts';
import type { Stores } from '../stores/index.ts';
import type { MessageRecord } from '../stores/messages/record.ts';
import type { Outcome } from '../stores/messages/tries.ts';
import { withLink, withoutLink } from '../stores/messages/unsubscribing.ts';
import { unsubscribeToken } from '../stores/subscriptions.ts';
import type { SubscriptionRecord } from '../stores/subscriptions/record.ts';

/** What sending takes. */
export interface Sending extends Pick<Services, 'topic'> {
  stores: Pick<Stores, 'messages' | 'subscriptions'>;
  settings: Pick<Settings, 'publicUrl' | 'log'>;
}

/** Longer than any carrier takes, and shorter than the lease after which another would send the message again. */
const patienceMs = 80_000;

/** Hands a message to the carrier and says what came of it. Whatever the carrier did that it should not is a try that may be repeated. */
export async function sendMessage(services: Sending, message: MessageRecord): Promise<Outcome> {
  try {
    const subscription = await services.stores.subscriptions.find(message.subscription);
    if (!subscription) return { kind: 'refused', why: 'The subscription was ended before the message was sent.' };
    const status = await statusNow(services, subscription);
    if (status === 'gone')
      return { kind: 'unconfirmed', why: 'The owner of the address ended it at the carrier, or did not agree in time to be written to.' };
    if (status === 'pending') return { kind: 'pending', why: 'The owner of the address has not agreed yet to be written to.' };
    return { kind: await patiently(services.topic.publish(mailOf(services, message, subscription))) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof AppError && error.code === 'bad-request' ? 'refused' : 'not-now', why };
  }
}

/** Asked of the carrier each time: it takes messages for addresses that nobody reads there, and says nothing. */
async function statusNow({ stores, topic }: Sending, { address, ref, status }: SubscriptionRecord): Promise<Subscribed['status'] | 'gone'> {
  const now = await topic.look(ref);
  const noted = now === 'confirmed' ? 'confirmed' : 'pending';
  if (noted !== status) await stores.subscriptions.noteCarrier(address, { status: noted });
  return now;
}

function mailOf({ settings }: Sending, { id, to, subject, text, html }: MessageRecord, subscription: SubscriptionRecord): Message {
  const base = settings.publicUrl();
  const mail = { to, subject, messageId: id };
  if (base === null) return { ...mail, ...withoutLink({ text, html, subscription: subscription.id }, null) };
  const unsubscribeUrl = `${base}/unsubscribe/${unsubscribeToken(subscription)}`;
  return { ...mail, ...withLink({ text, html }, base, unsubscribeUrl), unsubscribeUrl };
}

async function patiently(taken: Promise<Taken>): Promise<Taken> {
  const giveUp = new AbortController();
  const late = sleep(patienceMs, null, { signal: giveUp.signal, ref: false }).then(() => {
    throw new AppError('no-capacity', `The carrier did not answer within ${patienceMs / 1000} s.`);
  });
  try {
    return await Promise.race([taken, late]);
  } finally {
    giveUp.abort();
    late.catch(() => null);
  }
}
