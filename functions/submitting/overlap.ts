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

/** What the overlap policy says of a slot: it is run, perhaps behind another run and perhaps after others were canceled; or it is skipped, with why. */
export type Way =
  | { kind: 'run'; behind: string | null; cancels: readonly string[]; underWay: readonly string[] }
  | { kind: 'skip'; message: string; underWay: readonly string[] };

/** Missed slots that are caught up wait one behind another, because they would skip or cancel each other; only `parallel` runs them at once. */
export async function wayOf({ stores }: Pick<Services, 'stores'>, record: ScheduleRecord, cause: string): Promise<Way> {
  const { overlap, underWay } = record;
  if (overlap === 'parallel') return { kind: 'run', behind: null, cancels: [], underWay: underWay.slice(1 - namedAtMost) };
  const alive = await aliveOf(stores, underWay);
  const ids = alive.map(({ id }) => id);
  const last = ids.at(-1);
  if (last === undefined) return { kind: 'run', behind: null, cancels: [], underWay: [] };
  const behind = { kind: 'run', behind: last, cancels: [], underWay: ids.slice(1 - namedAtMost) } as const;
  if (cause === 'catch-up') return behind;
  switch (overlap) {
    case 'skip':
      return {
        kind: 'skip',
        underWay: ids,
        message: `The run ${last} of this schedule was still under way; the overlap policy is \`skip\`.`,
      };
    case 'queue': {
      const waiting = alive.filter(({ admittedAt }) => admittedAt === null).length;
      return waiting < waitingAtMost ? behind : { kind: 'skip', underWay: ids, message: tooMany(last) };
    }
    case 'replace':
      return { ...behind, cancels: ids };
    default:
      return overlap satisfies never;
  }
}

function tooMany(last: string): string {
  return `${waitingAtMost} runs of this schedule waited already, the last one is ${last}; no more wait by the overlap policy \`queue\`.`;
}

/** Those that have not ended, in their order. */
export async function aliveOf({ runs }: Pick<Services['stores'], 'runs'>, ids: readonly string[]): Promise<RunRecord[]> {
  const records = await Promise.all(ids.map((id) => runs.record(id).catch(gone)));
  return records.flatMap((record) => (record === null || isTerminal(record.status) ? [] : [record]));
}

/** Cancels the runs that a new one replaces; what has ended meanwhile has ended. @returns the run whose end is still to come, the newest of several. */
export async function makeWay({ stores, workflow }: Pick<Services, 'stores' | 'workflow'>, ids: readonly string[]): Promise<string | null> {
  // The newest first: what waits must not begin when that before it ends.
  for (const id of ids.toReversed()) {
    const asked = await stores.runs.cancel(id, null).catch(gone);
    if (asked && !isTerminal(asked.status)) await workflow.stop(id);
  }
  return (await aliveOf(stores, ids)).at(-1)?.id ?? null;
}

/** A run that cannot be read is in nobody's way: it would keep its schedule from ever running again. */
function gone(error: unknown): null {
  if (error instanceof ZodError) return null;
  if (error instanceof AppError && (error.code === 'not-found' || error.code === 'wrong-status')) return null;
  throw error;
}
