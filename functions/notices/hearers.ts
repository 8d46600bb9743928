import { toldStatuses } from '../../core/schemas/subscription.ts';
import type { MailMessage } from '../../core/schemas/subscription.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { matches } from '../stores/subscriptions/matches.ts';
import type { SubscriptionRecord } from '../stores/subscriptions/record.ts';
import { failures } from '../stores/telling/health.ts';
import type { DigestMarker, Verdict } from '../stores/telling/marker.ts';

/** A message to be written. */
export interface Hearer {
  kind: MailMessage['kind'];
  subscription: SubscriptionRecord;
}

interface Ended {
  record: RunRecord;
  scriptId: string;
  labels: readonly string[];
  verdict: Verdict;
}

/** Who hears of an end, each address once: what matters most comes first, and its mail says the rest. */
export function hearersOfEnd(subscriptions: readonly SubscriptionRecord[], { record, scriptId, labels, verdict }: Ended): Hearer[] {
  const about = { scriptId, labels };
  const [status] = toldStatuses.filter((one) => one === record.status);
  const byStatus = status === undefined ? [] : matches(subscriptions, { ...about, status });
  const { failure, recovered, nearLimit } = verdict;
  const isFailure = failures.includes(record.status);
  return once([
    ...(failure === 'first' || failure === 'late' ? as('first-failure', byStatus) : []),
    ...(recovered === null ? [] : as('recovered', matches(wanting(subscriptions, recovered.statuses), { ...about, notice: 'recovered' }))),
    ...(isFailure ? [] : as('ended', byStatus)),
    ...(nearLimit ? as('near-limit', without(byStatus, matches(subscriptions, { ...about, notice: 'near-limit' }))) : []),
  ]);
}

/** Who hears of repeats: those who want to hear of one of their statuses. */
export function hearersOfDigest(
  subscriptions: readonly SubscriptionRecord[],
  labels: readonly string[],
  { scriptId, untold }: DigestMarker,
): Hearer[] {
  const statuses = toldStatuses.filter((status) => untold.counts[status] !== undefined);
  return once(statuses.flatMap((status) => as('digest', matches(subscriptions, { scriptId, labels, status }))));
}

/** That it is over is news to those who want to hear of such failures, and to those who want to hear of no failure but asked for this. */
function wanting(subscriptions: readonly SubscriptionRecord[], seen: readonly string[]): SubscriptionRecord[] {
  return subscriptions.filter((one) => hearsOf(one, seen) || !hearsOf(one, failures));
}

function hearsOf({ statuses }: SubscriptionRecord, some: readonly string[]): boolean {
  return statuses.some((status) => some.includes(status));
}

/** Who hears of the run itself, now or by a digest, reads there how near to its limits it came. */
function without(told: readonly SubscriptionRecord[], subscriptions: readonly SubscriptionRecord[]): SubscriptionRecord[] {
  return subscriptions.filter(({ address }) => told.every((one) => one.address !== address));
}

function as(kind: Hearer['kind'], subscriptions: readonly SubscriptionRecord[]): Hearer[] {
  return subscriptions.map((subscription) => ({ kind, subscription }));
}

function once(hearers: readonly Hearer[]): Hearer[] {
  return [...Map.groupBy(hearers, ({ subscription }) => subscription.address).values()].flatMap(([first]) => first ?? []);
}
