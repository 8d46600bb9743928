import { addressMark, nameMessage, unsubscribeMark } from '../stores/messages/record.ts';
import type { MessageDraft, MessageIdentity } from '../stores/messages/record.ts';
import type { SubscriptionRecord } from '../stores/subscriptions/record.ts';
import type { Letter } from './letters/letter.ts';
import { asHtml } from './letters/html.ts';
import { asText } from './letters/text.ts';

/** What a message is, to whom, and what it is about. */
export interface Envelope extends Omit<MessageIdentity, 'subscription'>, Pick<MessageDraft, 'script' | 'run' | 'schedule'> {
  subscription: SubscriptionRecord;
}

/** A message whose plain text and HTML say the same. */
export function draft(envelope: Envelope, letter: Letter): MessageDraft {
  const { about, kind, at, script, run, schedule, subscription } = envelope;
  const name = nameMessage({ about, kind, at, subscription: subscription.id });
  const links = { message: `${addressMark}/messages/${name.token}`, unsubscribe: unsubscribeMark };
  const to = { to: subscription.address, subscription: subscription.id };
  return { ...name, ...to, kind, script, run, schedule, subject: letter.subject, text: asText(letter, links), html: asHtml(letter, links) };
}
