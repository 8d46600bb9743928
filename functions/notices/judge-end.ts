import type { RunRecord } from '../stores/runs/record.ts';
import { failures } from '../stores/telling/health.ts';
import type { Failing, Health } from '../stores/telling/health.ts';
import type { Verdict } from '../stores/telling/marker.ts';
import { nearLimits } from '../stores/telling/near-limits.ts';

/** For so long after a mail about a script's failures no digest of further ones is sent, in milliseconds. */
export const quietMs = 60 * 60 * 1000;

export interface Judged {
  /** The row as it is to be; null when it stays as it is. */
  next: Health | null;
  verdict: Verdict;
}

/** What is known when an end is judged. */
export interface Known {
  scriptId: string;
  health: Health | null;
  /** Whether other ends of the script are still to be judged. */
  isPending: boolean;
  now: Date;
}

/**
 * What the end of a run says of its script. Ends are ordered by when they were, not by when they are judged: a failure that is judged
 * behind a later success is told, and the script stays well; a success that is judged behind a later failure changes nothing.
 */
export function judgeEnd(known: Known, record: RunRecord): Judged {
  const isFailure = failures.includes(record.status);
  const says = isFailure || record.status === 'SUCCEEDED';
  const nearLimit = says && nearLimits(record).length > 0 && known.health?.nearLimitDay !== dayOf(record);
  const judged = !says ? unmoved : isFailure ? judgeFailure(known, record) : judgeSuccess(known, record);
  const next = nearLimit ? { ...(judged.next ?? known.health ?? asBefore(known, record)), nearLimitDay: dayOf(record) } : judged.next;
  return { next, verdict: { ...judged.verdict, nearLimit } };
}

const silence: Verdict = { failure: null, recovered: null, nearLimit: false };
const unmoved: Judged = { next: null, verdict: silence };

function judgeFailure(known: Known, record: RunRecord): Judged {
  const health = known.health ?? asBefore(known, record);
  const newer = isNewer(known.health, record);
  if (health.failing === null && !newer) return { next: null, verdict: { ...silence, failure: 'late' } };
  const judged = newer ? judgedBy(record) : {};
  if (health.failing === null) {
    const failing = { since: endOf(record), firstRun: record.id, failures: 1, statuses: [record.status] };
    const quietUntil = new Date(known.now.getTime() + quietMs).toISOString();
    return { next: { ...health, ...judged, failing, untold: null, quietUntil }, verdict: { ...silence, failure: 'first' } };
  }
  const next = { ...health, ...judged, failing: oneMore(health.failing, record), untold: alsoUntold(health.untold, record, newer) };
  return { next, verdict: { ...silence, failure: 'repeat' } };
}

function oneMore(failing: Failing, { status }: RunRecord): Failing {
  return { ...failing, failures: failing.failures + 1, statuses: [...new Set([...failing.statuses, status])] };
}

function alsoUntold(untold: Health['untold'], record: RunRecord, newer: boolean): Health['untold'] {
  const { counts, since, lastRun } = untold ?? { counts: {}, since: endOf(record), lastRun: record.id };
  return {
    counts: { ...counts, [record.status]: (counts[record.status] ?? 0) + 1 },
    since: since < endOf(record) ? since : endOf(record),
    lastRun: newer ? record.id : lastRun,
  };
}

function judgeSuccess(known: Known, record: RunRecord): Judged {
  const { health } = known;
  if (!isNewer(health, record)) return unmoved;
  const judged = { ...(health ?? asBefore(known, record)), ...judgedBy(record) };
  // That a script is well is only noted when a failure from before may still come to be judged.
  if (health === null || health.failing === null) return known.isPending ? { next: judged, verdict: silence } : unmoved;
  return { next: { ...judged, failing: null, untold: null }, verdict: { ...silence, recovered: health.failing } };
}

function isNewer(health: Health | null, record: RunRecord): boolean {
  if (health === null || health.judgedAt < endOf(record)) return true;
  return health.judgedAt === endOf(record) && health.judgedRun < record.id;
}

/** The row of a script that was well so far. */
function asBefore({ scriptId }: Known, record: RunRecord): Health {
  return { scriptId, ...judgedBy(record), failing: null, untold: null, quietUntil: endOf(record), nearLimitDay: null };
}

function judgedBy(record: RunRecord): Pick<Health, 'judgedAt' | 'judgedRun'> {
  return { judgedAt: endOf(record), judgedRun: record.id };
}

function endOf({ endedAt, createdAt }: RunRecord): string {
  return endedAt ?? createdAt;
}

function dayOf(record: RunRecord): string {
  return endOf(record).slice(0, 10);
}
