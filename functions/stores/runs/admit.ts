import type { RunsContext } from './context.ts';
import { leaseOf } from './create.ts';
import { countWrite, leaseWrite, queue, queueKey, queueWrite, readPlaces } from './places.ts';
import type { Waiting } from './places.ts';
import { parseRun, runKey, runRow } from './record.ts';

/**
 * Gives free places to those who wait longest and belong to this owner; called after a submit, after an end and by recovery.
 * Each admission is one transaction: out of the queue, a lease, the counts, the run STARTING.
 * @returns the runs that are STARTING now and must be given to the workflow.
 */
export async function admitRuns(context: RunsContext): Promise<string[]> {
  if (!context.admits()) return [];
  return context.serial(async () => {
    const admitted: string[] = [];
    const { counts } = await readPlaces(context.table);
    let free = counts.queued === 0 ? 0 : context.maxRuns - counts.leased;
    if (free <= 0) return admitted;
    for await (const entry of queue(context.table)) {
      if (entry.owner !== context.owner || !(await admitOne(context, entry))) continue;
      admitted.push(entry.runId);
      free -= 1;
      if (free === 0) break;
    }
    return admitted;
  });
}

async function admitOne(context: RunsContext, entry: Waiting): Promise<boolean> {
  const places = await readPlaces(context.table);
  if (places.counts.leased >= context.maxRuns) return false;
  const row = await context.table.get(runKey(entry.runId));
  if (!row) return false;
  const record = parseRun(row);
  if (record.status !== 'QUEUED') return false;
  const started = { ...record, status: 'STARTING' as const, admittedAt: context.now().toISOString(), owner: context.owner };
  return context.table.transact([
    { kind: 'remove', key: queueKey(entry.runId), condition: { kind: 'none' } },
    leaseWrite(leaseOf(context, started)),
    countWrite(places, { leased: 1, queued: -1 }),
    { kind: 'put', row: runRow(started), condition: { kind: 'revision', revision: row.revision } },
  ]);
}

/** Takes over queued runs whose owner is gone, so that the next admission starts them. */
export async function adoptQueued(context: RunsContext, isAlive: (owner: string) => boolean): Promise<number> {
  let adopted = 0;
  for await (const entry of queue(context.table)) {
    if (entry.owner === context.owner || isAlive(entry.owner)) continue;
    const row = await context.table.get(queueKey(entry.runId));
    if (!row) continue;
    const write = queueWrite({ runId: entry.runId, owner: context.owner });
    if (await context.table.transact([{ ...write, condition: { kind: 'revision', revision: row.revision } }])) adopted++;
  }
  return adopted;
}
