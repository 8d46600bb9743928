import { createTransport } from 'nodemailer';
import { checkAddress, checkMessage } from '../../functions/ports/message.ts';
import type { Message, Taken, Topic } from '../../functions/ports/topic.ts';
import { createPlaces } from './places.ts';
import { refusalOf } from './smtp-refusal.ts';
import { localSubscriptions } from './subscriptions.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string;
  /** Who the mails are from: `name@example.com`, or `Name <name@example.com>`. */
  from: string;
  /** How long a server may keep us waiting at each step, in milliseconds. */
  patienceMs?: number;
  /** How long one mail may take in all, in milliseconds; shorter than the lease of who sends it. */
  deadlineMs?: number;
}

/** Servers take only so many connections of one sender. Waiting for one and using it take less than the lease of who sends. */
const [connections, waitMs] = [4, 15_000];

/**
 * Messages through an SMTP server, each over a connection of its own, so that one that hangs holds up no other. A mail whose connection broke before
 * the server's last word may have been taken; it is sent again under the same Message-ID, by which mailboxes know it as one.
 * @throws AppError `bad-request` for a sender that is no address.
 */
export function createSmtpTopic({ url, from, patienceMs = 20_000, deadlineMs = 60_000 }: SmtpSettings): Topic & { close(): void } {
  const sender = senderOf(from);
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, dnsTimeout: patienceMs };
  // What a URL says of TLS stands above this: a password goes in the clear to this machine only.
  const transport = createTransport({ requireTLS: goesFar(url), ...patience, url, disableFileAccess: true, disableUrlAccess: true });
  const closing = new AbortController();
  const inPlace = createPlaces(connections, Math.min(waitMs, patienceMs));
  return {
    ...localSubscriptions,
    publish: async (message) => {
      checkMessage(message);
      return await inPlace(async (): Promise<Taken> => {
        const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]);
        await transport.sendMail({ ...mailOf(message, sender), signal }).catch((error: unknown) => {
          throw refusalOf(signal.aborted ? signal.reason : error);
        });
        return 'sent';
      });
    },
    close: () => {
      closing.abort(new Error('the server is stopping'));
      transport.close();
    },
  };
}

interface Sender {
  name: string;
  address: string;
}

function senderOf(from: string): Sender {
  const [, name = '', address = from] = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(from) ?? [];
  checkAddress(address);
  return { name: name.trim().replaceAll('"', ''), address };
}

/** Addresses are given apart, never as text that is read as a list of them. */
function mailOf({ to, subject, text, html, messageId, unsubscribeUrl }: Message, from: Sender) {
  const unsubscribing = unsubscribeUrl === undefined ? {} : unsubscribeHeaders(unsubscribeUrl);
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId: `<${messageId}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
    // RFC 3834: so that no absence notice answers it.
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribing },
  };
}

/** RFC 8058: a mail program's own button ends the subscription, by one POST to an https address. */
function unsubscribeHeaders(url: string) {
  const byPost = url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {};
  return { 'List-Unsubscribe': { prepared: true, value: `<${url}>` }, ...byPost };
}

/** Whether a password would leave this machine. */
function goesFar(url: string): boolean {
  const { hostname, password } = new URL(url);
  return password !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
