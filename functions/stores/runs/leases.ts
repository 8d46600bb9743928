import { isTerminal } from '../../../core/run.ts';
import type { Row } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { leavePlace, readPlaces } from './places.ts';
import type { Lease, Place } from './places.ts';
import { parseRun, runKey, runRecord } from './record.ts';

/** Who holds a place, read from the table itself. */
export async function readLeases(context: RunsContext): Promise<Lease[]> {
  return (await readPlaces(context.table)).flatMap(({ lease }) => lease ?? []);
}

/** Gives back the place of a run that has ended or is not there; every ending does so itself, so this finds something only after a fault. */
export async function freeLease(context: RunsContext, runId: string): Promise<boolean> {
  const held = (await readPlaces(context.table)).find(({ lease }) => lease?.runId === runId);
  return held !== undefined && freeIfEnded(context, held, runId);
}

/** Empties the place when the run that holds it has ended or is not there. @throws ZodError for one that cannot be read and may still live. */
export async function freeIfEnded({ table, now }: RunsContext, place: Place, runId: string): Promise<boolean> {
  const run = await table.get(runKey(runId));
  const isPast = place.lease !== null && Date.parse(place.lease.expiresAt) <= now().getTime();
  const isOver = run === null || (isPast && !isReadable(run)) || isTerminal(parseRun(run).status);
  return isOver && table.transact([leavePlace(place)]);
}

/** Empties the place of a run that nobody carries and whose record cannot be read, because its end could not be written either.
 *  @throws Error that says so, for the operator. */
export async function freeIfUnreadable({ table }: RunsContext, place: Place, runId: string): Promise<void> {
  const run = await table.get(runKey(runId));
  if (run !== null && !isReadable(run) && (await table.transact([leavePlace(place)])))
    throw new Error(`the record of ${runId} cannot be read, so its place was given back without an end of the run`);
}

function isReadable(row: Row): boolean {
  return runRecord.safeParse(row.body).success;
}
