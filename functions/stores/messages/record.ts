import { createHash, randomBytes } from 'node:crypto';
import { encodeTime } from 'ulid';
import type * as z from 'zod';
import { instant, sha256 } from '../../../core/schemas/json.ts';
import { message } from '../../../core/schemas/subscription.ts';
import type { MailMessage } from '../../../core/schemas/subscription.ts';
import type { Key, NewRow } from '../../ports/table.ts';
import { hashOf } from '../attempts/secrets.ts';

/** A message as its row holds it. */
export const messageRecord = message.extend({
  /** What is known of the secret in the address of its page. */
  linkHash: sha256,
  /** Until when somebody has it in hand to send it; another one may once this has passed. */
  leaseUntil: instant.nullable(),
});
export type MessageRecord = z.infer<typeof messageRecord>;

/** What a message is: the same for everyone who tells the same of the same thing to the same subscription. */
export interface MessageIdentity {
  /** What it is about, in a form that no other thing has: `run_…#end`, `sch_…#overdue#2026-…`. */
  about: string;
  kind: MailMessage['kind'];
  /** Id of the subscription. */
  subscription: string;
  /** When it happened: an instant that is the same whoever tells it, however often and late. Messages sort by it. */
  at: string;
}

/** The id of a message and the secret part of the address under which it can be read, made before its text, which holds the link. */
export interface MessageName {
  id: string;
  /** What follows `/messages/`. The first telling's is the one that counts. */
  token: string;
}

/** A message that is to be recorded. In text and HTML `unsubscribeMark` stands where the link belongs that ends the subscription. */
export interface MessageDraft extends MessageName, Pick<MailMessage, 'to' | 'subscription' | 'kind' | 'script' | 'run' | 'schedule'> {
  /** ASCII, one line of 1 to 100 characters. */
  subject: string;
  /** Plain text, at most 100,000 bytes of UTF-8. */
  text: string;
  /** A whole page, at most 150,000 bytes of UTF-8, nothing of a user's text unescaped. */
  html: string;
}

/** Replaced when the message is sent; the record, which the API shows, never holds the link itself. */
export const unsubscribeMark = 'https://unsubscribe.invalid/';
/** Stands for the installation's address in links of a message until it is sent or shown: whoever tells may not know it, and it may change until then. */
export const addressMark = 'https://runlet.invalid';

export const messagesPartition = 'MESSAGES';
/** Where the messages stand that wait for a try, by its instant. */
export const dueMessages = 'DUE#MSG';

export function messageKey(id: string): Key {
  return { pk: messagesPartition, sk: id };
}

/** Where the messages of a state are listed. */
export function statePartition(state: MailMessage['state']): string {
  return `MESSAGES#${state}`;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Names a message. The same thing told again has the same id; the token is another one each time. */
export function nameMessage({ about, kind, subscription, at }: MessageIdentity): MessageName {
  const digest = createHash('sha256')
    .update(JSON.stringify([about, kind, subscription]))
    .digest();
  const derived = [...digest.subarray(0, 16)].map((byte) => alphabet.charAt(byte % 32)).join('');
  const ulid = `${encodeTime(Date.parse(at))}${derived}`;
  return { id: `msg_${ulid}`, token: `${ulid}.${randomBytes(16).toString('base64url')}` };
}

/** The id and the secret that a token stands for; null for what is no token. */
export function readToken(token: string): { id: string; secret: string } | null {
  const [, ulid, secret] = /^([0-9A-HJKMNP-TV-Z]{26})\.([\w-]{22})$/.exec(token) ?? [];
  return ulid === undefined || secret === undefined ? null : { id: `msg_${ulid}`, secret };
}

/** A message as it begins: waiting, due at once. */
export function newMessage({ token, ...draft }: MessageDraft, now: Date): MessageRecord {
  const read = readToken(token);
  if (!read) throw new RangeError('the token of a message is not one that nameMessage made');
  const linkHash = hashOf(read.secret);
  const at = now.toISOString();
  return { ...draft, linkHash, state: 'waiting', tries: 0, nextTryAt: at, leaseUntil: null, lastError: null, createdAt: at, sentAt: null };
}

/** The row of a message with its places in the indexes: by state, and while it waits by its next try.
 *  @param expiresAt Unix seconds. */
export function messageRow(record: MessageRecord, expiresAt: number): NewRow {
  const { id, state } = record;
  const due = record.leaseUntil ?? record.nextTryAt;
  return {
    ...messageKey(id),
    body: { ...record },
    index: {
      out: { pk: statePartition(state), sk: id },
      ...(state === 'waiting' && due !== null ? { due: { pk: dueMessages, sk: `${due}#${id}` } } : {}),
    },
    expiresAt,
  };
}

/** The message as the API tells it. */
export function asMessage({ linkHash: _hash, leaseUntil: _lease, ...told }: MessageRecord): MailMessage {
  return told;
}
