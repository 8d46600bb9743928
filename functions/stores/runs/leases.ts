import { isTerminal } from '../../../core/run.ts';
import type { RunsContext } from './context.ts';
import { leavePlace, readPlaces } from './places.ts';
import type { Lease, Place } from './places.ts';
import { parseRun, runKey } from './record.ts';

/** Who holds a place, read from the table itself. */
export async function readLeases(context: RunsContext): Promise<Lease[]> {
  return (await readPlaces(context.table)).flatMap(({ lease }) => lease ?? []);
}

/** Gives back the place of a run that has ended or is not there; every ending does so itself, so this finds something only after a fault. */
export async function freeLease(context: RunsContext, runId: string): Promise<boolean> {
  const held = (await readPlaces(context.table)).find(({ lease }) => lease?.runId === runId);
  return held !== undefined && freeIfEnded(context, held, runId);
}

/** Empties the place when the run that holds it has ended or is not there. */
export async function freeIfEnded({ table }: RunsContext, place: Place, runId: string): Promise<boolean> {
  const run = await table.get(runKey(runId));
  return (run === null || isTerminal(parseRun(run).status)) && table.transact([leavePlace(place)]);
}
