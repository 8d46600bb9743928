import { ZodError } from 'zod';
import { AppError } from '../../core/errors.ts';
import { isTerminal } from '../../core/run.ts';
import type { Services } from '../services.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** Runs that may wait behind one another by `queue`. */
const waitingAtMost = 10;
/** Runs under way that a schedule's row names: as many as catch up at once, and those that wait by `queue`. */
const namedAtMost = 120;

/** What the overlap policy says of a slot: it is run, perhaps behind another run and perhaps after others were canceled; or it is skipped, with why.
 *  `isInLine` when missed slots are caught up before it, which may take longer than a run waits otherwise. */
export type Way =
  | { kind: 'run'; behind: string | null; cancels: readonly string[]; underWay: readonly string[]; isInLine: boolean }
  | { kind: 'skip'; message: string; underWay: readonly string[] };

/**
 * Missed slots that are caught up wait one behind another, because they would skip or cancel each other; only `parallel` runs them at once. For the same reason
 * a slot that comes due behind them waits for the last of them as by `queue`, whatever the policy: it is not skipped for a run that only makes good
 * what was missed, and cancels none. The policy is asked again from the next slot on, of which only those that are no catch-up are in the way.
 */
export async function wayOf({ stores }: Pick<Services, 'stores'>, record: ScheduleRecord, cause: string): Promise<Way> {
  const { overlap, underWay } = record;
  if (overlap === 'parallel') return { kind: 'run', behind: null, cancels: [], underWay: underWay.slice(1 - namedAtMost), isInLine: false };
  const alive = await aliveOf(stores, underWay);
  const ids = alive.map(({ id }) => id);
  const last = alive.at(-1);
  if (last === undefined) return { kind: 'run', behind: null, cancels: [], underWay: [], isInLine: false };
  const others = alive.filter((run) => !isCatchUp(run));
  const isInLine = others.length < alive.length;
  const behind = { kind: 'run', behind: last.id, cancels: [], underWay: ids.slice(1 - namedAtMost), isInLine } as const;
  if (cause === 'catch-up' || isCatchUp(last)) return behind;
  switch (overlap) {
    case 'skip':
      return {
        kind: 'skip',
        underWay: ids,
        message: `The run ${last.id} of this schedule was still under way; the overlap policy is \`skip\`.`,
      };
    case 'queue': {
      const waiting = others.filter(({ admittedAt }) => admittedAt === null).length;
      return waiting < waitingAtMost ? behind : { kind: 'skip', underWay: ids, message: tooMany(last.id) };
    }
    case 'replace':
      return { ...behind, cancels: others.map(({ id }) => id) };
    default:
      return overlap satisfies never;
  }
}

function isCatchUp({ trigger }: RunRecord): boolean {
  return trigger.cause === 'catch-up';
}

function tooMany(last: string): string {
  return `${waitingAtMost} runs of this schedule waited already, the last one is ${last}; no more wait by the overlap policy \`queue\`.`;
}

/** Those that have not ended, in their order. */
export async function aliveOf({ runs }: Pick<Services['stores'], 'runs'>, ids: readonly string[]): Promise<RunRecord[]> {
  const records = await Promise.all(ids.map((id) => runs.record(id).catch(gone)));
  return records.flatMap((record) => (record === null || isTerminal(record.status) ? [] : [record]));
}

/** Cancels the runs that a new one replaces; what has ended meanwhile has ended.
 *  @returns the run under way whose end is still to come, the newest of several. */
export async function makeWay(
  { stores, workflow }: Pick<Services, 'stores' | 'workflow'>,
  { cancels, underWay }: Pick<Extract<Way, { kind: 'run' }>, 'cancels' | 'underWay'>,
): Promise<string | null> {
  // The newest first: what waits must not begin when that before it ends.
  for (const id of cancels.toReversed()) {
    const asked = await stores.runs.cancel(id, null).catch(gone);
    if (asked && !isTerminal(asked.status)) await workflow.stop(id);
  }
  return (await aliveOf(stores, underWay)).at(-1)?.id ?? null;
}

/** A run that cannot be read is in nobody's way: it would keep its schedule from ever running again. */
function gone(error: unknown): null {
  if (error instanceof ZodError) return null;
  if (error instanceof AppError && (error.code === 'not-found' || error.code === 'wrong-status')) return null;
  throw error;
}
