import { adoptQueued } from './admit.ts';
import type { RunsContext } from './context.ts';
import { endWithoutReport } from './end.ts';
import { listLeases, queue } from './places.ts';
import { readRecord } from './read.ts';

export interface Recovered {
  /** Runs that ended because their owner is gone. */
  lost: string[];
  /** Runs of this owner that ended because their lease ran out: their sandboxes are to be stopped. */
  expired: string[];
  adopted: number;
}

/**
 * Ends every run whose owner no longer lives, or whose lease this owner let run out, as CRASHED, reason `lost`, those that waited
 * too long, and those whose canceling stopped half way with its process; where this process may stay it takes over queued runs of dead owners.
 * Called at start-up and by the sweeper; leases and queue are read from the table itself, never from an index.
 */
export async function recoverRuns(context: RunsContext, isAlive: (owner: string) => boolean, adopts: boolean): Promise<Recovered> {
  const recovered: Recovered = { lost: [], expired: [], adopted: 0 };
  for (const lease of await listLeases(context.table)) {
    const isOwn = lease.owner === context.owner;
    // Whose owner lives is judged by that owner alone, which can stop the sandbox.
    if (isOwn ? Date.parse(lease.expiresAt) > context.now().getTime() : isAlive(lease.owner)) continue;
    const { changed } = await endWithoutReport(context, lease.runId, { kind: 'lost' });
    if (changed) (isOwn ? recovered.expired : recovered.lost).push(lease.runId);
  }
  await giveUpWaiting(context);
  if (adopts) recovered.adopted = await adoptQueued(context, isAlive);
  return recovered;
}

async function giveUpWaiting(context: RunsContext): Promise<void> {
  for await (const entry of queue(context.table)) {
    const record = await readRecord(context, entry.runId);
    const until = Date.parse(record.createdAt) + record.queueTimeoutSec * 1000;
    if (record.status === 'CANCELING' || until <= context.now().getTime())
      await endWithoutReport(context, entry.runId, { kind: 'queue-timeout' });
  }
}
