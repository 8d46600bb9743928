import { adoptQueued } from './admit.ts';
import { isTerminal } from '../../../core/run.ts';
import { eachOf } from '../each-of.ts';
import type { RunsContext } from './context.ts';
import { endWithoutReport } from './end.ts';
import { freeIfEnded, freeIfUnreadable } from './leases.ts';
import { heldRuns, letGo, readerOf, releaseDue } from './held.ts';
import type { Held, ReadRun } from './held.ts';
import { queue, readPlaces } from './places.ts';
import type { Lease, Waiting } from './places.ts';
import { readRecord } from './read.ts';
import { waitsSince } from './record.ts';
import type { RunRecord } from './record.ts';

/** What the process that recovers knows of others and of itself. */
export interface Living {
  isAlive(owner: string): boolean;
  /** Whether this process carries the run at this moment: then its own detectors see the end. */
  carries(runId: string): boolean;
  /** Whether it stays, and so may take over the queued runs of dead owners. */
  adopts: boolean;
}

export interface Recovered extends Waited {
  /** Runs that ended because nobody carries them; those that are attempted again are none of them. */
  lost: string[];
  adopted: number;
}

/** What became of the queue. */
export interface Waited {
  /** Runs that were ended because they waited too long for a place, or were canceled there. */
  gaveUp: RunRecord[];
  /** Runs that waited for a place; held ones do not. */
  waiting: number;
  /** Runs that could not be looked after, with why; the next sweep tries again. */
  failed: { runId: string; error: unknown }[];
}

/** How long an admitted run of this very process may be on its way to the workflow, in milliseconds. */
const handOverMs = 60_000;
/** Waiting runs looked at at once: a backfill leaves a thousand, and who has a place is not to wait for them. */
const width = 25;

/**
 * Ends every run that nobody carries as CRASHED, reason `lost`: those whose owner no longer lives, and own ones that this process
 * lost hold of. Ends those that waited too long and those whose canceling stopped half way with its process. No clock ends a run
 * whose owner lives, because a machine that slept loses no runs. Frees the places of runs that have ended. Called at start-up and by
 * the sweeper; places and queue are read from the table itself, never from an index.
 */
export async function recoverRuns(context: RunsContext, living: Living): Promise<Recovered> {
  const { lost, failed } = await endUncarried(context, living);
  const waited = await giveUpWaiting(context);
  const adopted = living.adopts ? await adoptQueued(context, (owner) => living.isAlive(owner)) : 0;
  return { ...waited, lost, adopted, failed: [...failed, ...waited.failed] };
}

async function endUncarried(context: RunsContext, living: Living): Promise<Pick<Recovered, 'lost' | 'failed'>> {
  const ended: Pick<Recovered, 'lost' | 'failed'> = { lost: [], failed: [] };
  for (const place of await readPlaces(context.table)) {
    const { lease } = place;
    if (lease === null) continue;
    await carefully(ended, lease.runId, async () => {
      if (!isCarried(context, lease, living)) await freeIfUnreadable(context, place, lease.runId);
      if (await freeIfEnded(context, place, lease.runId)) return;
      const lost = await lostAttempt(context, lease, living);
      if (lost === null) return;
      const { changed, record } = await endWithoutReport(context, lease.runId, { kind: 'lost' }, { attempt: lost });
      if (changed && isTerminal(record.status)) ended.lost.push(lease.runId);
    });
  }
  return ended;
}

/** Puts what is ready into the queue. Ends the runs that waited too long, there or held, and those whose canceling stopped half way. */
export async function giveUpWaiting(context: RunsContext): Promise<Waited> {
  const waited: Waited = { gaveUp: [], waiting: 0, failed: [] };
  const read = readOnce(readerOf(context));
  const over: string[] = [];
  const look = ({ runId }: Waiting) =>
    carefully(waited, runId, async () => {
      if (isOver(context, await read(runId))) over.push(runId);
    });
  const lookAtHeld = async (held: Held) => {
    if (held.behind !== null) await carefully(waited, held.runId, () => letGo(context, held, read));
    await look(held);
  };
  await releaseDue(context);
  await eachOf(heldRuns(context.table), width, lookAtHeld);
  const inQueue = (entry: Waiting) => {
    waited.waiting += 1;
    return look(entry);
  };
  await eachOf(queue(context.table), width, inQueue);
  // One after the other, because the end of a run moves those that wait behind it.
  for (const runId of new Set(over)) await carefully(waited, runId, () => giveUp(context, waited, runId));
  return waited;
}

/** Most runs of a line are asked for twice: for themselves, and by the one behind. */
function readOnce(read: ReadRun): ReadRun {
  const known = new Map<string, ReturnType<ReadRun>>();
  return (runId) => {
    const found = known.get(runId) ?? read(runId);
    known.set(runId, found);
    return found;
  };
}

/** One run that cannot be looked after holds up no other. */
async function carefully({ failed }: Pick<Recovered, 'failed'>, runId: string, task: () => Promise<void>): Promise<void> {
  await task().catch((error: unknown) => failed.push({ runId, error }));
}

function isCarried(context: RunsContext, { runId, owner }: Lease, living: Living): boolean {
  return owner === context.owner ? living.carries(runId) : living.isAlive(owner);
}

/** The attempt that nobody carries; null while somebody does, and when another process has ended it meanwhile, so that the run waits or is carried anew. */
async function lostAttempt(context: RunsContext, lease: Lease, living: Living): Promise<number | null> {
  if (isCarried(context, lease, living)) return null;
  const { runId, owner } = lease;
  const isOwn = owner === context.owner;
  const record = await readRecord(context, runId);
  if (record.admittedAt === null || record.owner !== owner) return null;
  const isHandedOver = isOwn && context.now().getTime() - Date.parse(record.admittedAt) < handOverMs;
  return isHandedOver ? null : record.attempt;
}

/** Also of what cannot be found, so that ending it says why. */
function isOver(context: RunsContext, record: RunRecord | null): boolean {
  if (record === null || record.status === 'CANCELING') return true;
  return Date.parse(waitsSince(record)) + record.queueTimeoutSec * 1000 <= context.now().getTime();
}

async function giveUp(context: RunsContext, { gaveUp }: Waited, runId: string): Promise<void> {
  const { changed, record } = await endWithoutReport(context, runId, { kind: 'queue-timeout' });
  if (changed) gaveUp.push(record);
}
