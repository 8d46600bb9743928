import { isTerminal } from '../../../core/run.ts';
import type { RunsContext } from './context.ts';
import { countWrite, leaseKey, listLeases, readPlaces } from './places.ts';
import type { Lease } from './places.ts';
import { parseRun, runKey } from './record.ts';

/** The leases of runs under way, read from the table itself. */
export async function readLeases(context: RunsContext): Promise<Lease[]> {
  return listLeases(context.table);
}

/** Gives back the place of a run that has ended or is not there; every ending does so itself, so this finds something only after a fault. */
export async function freeLease(context: RunsContext, runId: string): Promise<boolean> {
  return context.serial(async () => {
    const places = await readPlaces(context.table);
    const [lease, run] = await Promise.all([context.table.get(leaseKey(runId)), context.table.get(runKey(runId))]);
    if (lease === null || (run !== null && !isTerminal(parseRun(run).status))) return false;
    return context.table.transact([
      { kind: 'remove', key: leaseKey(runId), condition: { kind: 'revision', revision: lease.revision } },
      countWrite(places, { leased: -1 }),
    ]);
  });
}
