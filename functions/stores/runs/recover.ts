import { adoptQueued } from './admit.ts';
import type { RunsContext } from './context.ts';
import { endWithoutReport } from './end.ts';
import { listLeases } from './places.ts';

export interface Recovered { lost: string[]; adopted: number }

/**
 * Ends every run whose owner no longer lives as CRASHED, reason `lost`, and, where this process may stay, takes over queued runs
 * of dead owners. Called at start-up and by the sweeper; leases and queue are read from the table itself, never from an index.
 */
export async function recoverRuns(context: RunsContext, isAlive: (owner: string) => boolean, adopts: boolean): Promise<Recovered> {
  const lost: string[] = [];
  for (const lease of await listLeases(context.table)) {
    if (lease.owner === context.owner || isAlive(lease.owner)) continue;
    const { changed } = await endWithoutReport(context, lease.runId, { kind: 'lost' });
    if (changed) lost.push(lease.runId);
  }
  return { lost, adopted: adopts ? await adoptQueued(context, isAlive) : 0 };
}
