import { AppError } from '../../../core/errors.ts';
import { notices, toldStatuses } from '../../../core/schemas/subscription.ts';
import type { CreateSubscriptionBody } from '../../../core/schemas/subscription.ts';
import type { Scripts } from '../scripts.ts';
import type { SubscriptionRecord } from './record.ts';

/** What an address wants to hear of; what is undefined is the schema's default, or stays as it is. */
export type SubscriptionWish = Omit<CreateSubscriptionBody, 'address'>;

/** What an address hears of, whole. */
export type Choice = Pick<SubscriptionRecord, 'script' | 'scriptId' | 'label' | 'statuses' | 'notices'>;

/** Runs that did not end well, and every notice. */
export const defaults: Choice = {
  script: null,
  scriptId: null,
  label: null,
  statuses: ['FAILED', 'TIMED_OUT', 'CRASHED'],
  notices: [...notices],
};

/** The choice with each thing once and in the schema's order, so that equal choices are equal texts. */
export async function chosen(scripts: Scripts, wish: SubscriptionWish, otherwise: Choice): Promise<Choice> {
  const { label = otherwise.label } = wish;
  const script = wish.script === undefined || wish.script === null ? null : (await scripts.require(wish.script)).body;
  const about =
    wish.script === undefined
      ? { script: otherwise.script, scriptId: otherwise.scriptId }
      : { script: script?.name ?? null, scriptId: script?.id ?? null };
  const heard = {
    statuses: toldStatuses.filter((status) => (wish.statuses ?? otherwise.statuses).includes(status)),
    notices: notices.filter((notice) => (wish.notices ?? otherwise.notices).includes(notice)),
  };
  if (heard.statuses.length + heard.notices.length === 0)
    throw new AppError('bad-request', 'A subscription without statuses and notices would hear of nothing.', [
      { field: 'statuses', expected: `at least one of ${toldStatuses.join(', ')}, or a notice`, got: '[]' },
    ]);
  return { ...about, label, ...heard };
}

/** Whether two subscriptions would tell the same to the same address. */
export function sameChoice(one: SubscriptionRecord, other: SubscriptionRecord): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ address, scriptId, label, statuses, notices: told }: SubscriptionRecord): string {
  return JSON.stringify([address, scriptId, label, statuses, told]);
}
