import { notices as allNotices } from '../../core/schemas/subscription.ts';
import type { Subscription } from '../../core/schemas/subscription.ts';

/** What an address hears of, in few words: `failures, all notices; all scripts`, `SUCCEEDED, missed; report, label nightly`. */
export function heardOf({ statuses, notices, script, label }: Pick<Subscription, 'statuses' | 'notices' | 'script' | 'label'>): string {
  const ends = sameAs(statuses, ['FAILED', 'TIMED_OUT', 'CRASHED']) ? 'failures' : statuses.join(' ');
  const others = sameAs(notices, allNotices) ? 'all notices' : notices.join(' ');
  const what = [ends, others].filter((words) => words !== '').join(', ') || 'nothing';
  return `${what}; ${script ?? 'all scripts'}${label === null ? '' : `, label ${label}`}`;
}

function sameAs(given: readonly string[], known: readonly string[]): boolean {
  return given.length === known.length && known.every((one) => given.includes(one));
}
