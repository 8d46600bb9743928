import { unreachable } from '../../../core/unreachable.ts';
import type { MessageRecord } from './record.ts';

/** What became of a try: the carrier took it; it is kept here because there is no carrier; its address will not agree; its address may still agree; it
 *  was refused for good; or it may be tried again. `why` is a sentence. */
export type Outcome = { kind: 'sent' } | { kind: 'kept' } | { kind: 'unconfirmed' | 'pending' | 'refused' | 'not-now'; why: string };

/** Over some nine hours, so that a mail server which is down at night is there again. */
export const maxTries = 8;
const [firstWaitMs, waitFactor, longestWaitMs] = [30_000, 3, 6 * 3_600_000];
/** Longer than any try goes on. */
const leaseMs = 120_000;
/** As much as helps of what a server said. */
const whyLength = 500;

/** The message in the hands of who sends it now, one more try counted; given up when all tries were used and the last one left no word; null when
 *  nobody may take it now. */
export function claimed(record: MessageRecord, now: Date): MessageRecord | null {
  const { state, nextTryAt, leaseUntil, tries } = record;
  const due = leaseUntil ?? nextTryAt;
  if (state !== 'waiting' || due === null || Date.parse(due) > now.getTime()) return null;
  if (tries >= maxTries) return over(record, 'given-up', 'The last try was cut off before it said what came of it.');
  return { ...record, tries: tries + 1, leaseUntil: new Date(now.getTime() + leaseMs).toISOString() };
}

/** The message after a try. */
export function afterTry(record: MessageRecord, outcome: Outcome, now: Date): MessageRecord {
  switch (outcome.kind) {
    case 'sent':
      return { ...over(record, 'sent', null), sentAt: now.toISOString() };
    case 'kept':
      return over(record, 'kept', null);
    case 'unconfirmed':
      return over(record, 'unconfirmed', outcome.why);
    case 'pending':
      return record.tries < maxTries ? again(record, outcome.why, now) : over(record, 'unconfirmed', outcome.why);
    case 'refused':
      return over(record, 'given-up', outcome.why);
    case 'not-now':
      return record.tries < maxTries ? again(record, outcome.why, now) : over(record, 'given-up', outcome.why);
    default:
      return unreachable(outcome);
  }
}

/** How long to wait after so many tries, in milliseconds: 30 s, then three times as long each time, at most 6 h. */
export function waitAfter(tries: number): number {
  return Math.min(firstWaitMs * waitFactor ** (tries - 1), longestWaitMs);
}

function again(record: MessageRecord, why: string, now: Date): MessageRecord {
  const nextTryAt = new Date(now.getTime() + waitAfter(record.tries)).toISOString();
  return { ...record, nextTryAt, leaseUntil: null, lastError: plain(why) };
}

function over(record: MessageRecord, state: MessageRecord['state'], why: string | null): MessageRecord {
  return { ...record, state, nextTryAt: null, leaseUntil: null, lastError: why === null ? null : plain(why) };
}

/** A server's words are shown to people: one line, without what controls a terminal. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, whyLength);
}
