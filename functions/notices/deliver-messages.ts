import { errorText } from '../../core/error-text.ts';
import type { MessageRecord } from '../stores/messages/record.ts';
import { sendMessage } from './send-message.ts';
import type { Sending } from './send-message.ts';

/** What became of the messages that this delivery took in hand. */
export interface Delivered {
  /** Those a carrier took, or that are kept here because there is none. */
  taken: number;
  /** Those that wait for another try. */
  waiting: number;
  /** Those that nobody will try again. */
  over: number;
}

/** So many at once: one mail server that hangs holds up no other message for long, and none is flooded. */
const atOnce = 4;
/** No message is begun after so many milliseconds; the next delivery finds the rest. */
const timeMs = 40_000;

/**
 * Sends the messages of these ids, or all whose time has come: takes each in hand by its row, hands it to the carrier, and records what came of it.
 * Several may deliver at once; each message is in one hand. A delivery that dies between handing over and recording leaves its message to be sent
 * again after 120 s, under the same id. Never rejects: what goes wrong stands in the messages' rows and, without addresses, in the operator's log.
 */
export async function deliverMessages(services: Sending, only?: readonly string[]): Promise<Delivered> {
  const delivered: Delivered = { taken: 0, waiting: 0, over: 0 };
  const until = Date.now() + timeMs;
  if (only) await deliverThese(services, only, delivered, until);
  else await deliverDue(services, delivered, until);
  return delivered;
}

/** Page by page, until nothing is due that was not looked at; an index may still show what was sent just now. */
async function deliverDue(services: Sending, delivered: Delivered, until: number): Promise<void> {
  const seen = new Set<string>();
  while (Date.now() < until) {
    const due = await guarded(services, () => services.stores.messages.due(), []);
    const unseen = due.filter((id) => !seen.has(id));
    if (unseen.length === 0) return;
    for (const id of unseen) seen.add(id);
    await deliverThese(services, unseen, delivered, until);
  }
}

async function deliverThese(services: Sending, these: readonly string[], delivered: Delivered, until: number): Promise<void> {
  const ids = [...these];
  const work = async () => {
    for (let id = ids.shift(); id !== undefined && Date.now() < until; id = ids.shift()) {
      const message = await deliver(services, id);
      if (message) delivered[bookOf(message)]++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** The message after a try; null when it was not ours to send, or the record could not be reached. */
async function deliver(services: Sending, id: string): Promise<MessageRecord | null> {
  const { stores, settings } = services;
  return await guarded(
    services,
    async () => {
      const claim = await stores.messages.claim(id);
      if (!claim) return null;
      const message = await stores.messages.settle(claim, await sendMessage(services, claim.body));
      if (message.state === 'given-up') settings.log('error', 'a message was given up', { message: id, tries: message.tries });
      return message;
    },
    null,
  );
}

function bookOf({ state }: MessageRecord): keyof Delivered {
  if (state === 'sent' || state === 'kept') return 'taken';
  return state === 'waiting' ? 'waiting' : 'over';
}

/** A table that cannot be reached costs nothing but time: the messages are due until their rows say otherwise. */
async function guarded<T>({ settings }: Sending, work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    settings.log('error', 'a message could not be looked after', { error: errorText(error) });
    return otherwise;
  }
}
