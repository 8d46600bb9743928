import type { Row, Write } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { adoptedWrite, heldRuns, releaseDue } from './held.ts';
import { pause } from './pause.ts';
import { freePlaces, queue, queueKey, queueWrite, somebodyWaits, takePlace } from './places.ts';
import type { Place, Waiting } from './places.ts';
import { runKey, runRecord, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

/** Runs admitted by one transaction: three writes each, of the hundred that a transaction takes. */
const together = 24;
/** How often in a row others may be quicker. Whoever was quicker goes on until nobody waits or no place is free, so nobody is forgotten. */
const maxLosses = 8;

/**
 * Gives free places to those who wait longest and belong to this owner; called after a submit, after an end and by recovery. What waited for an instant that has come is put into the queue before.
 * An admission is one transaction: out of the queue, into a place, the run STARTING.
 * @returns the runs that are STARTING now and must be given to the workflow.
 */
export async function admitRuns(context: RunsContext): Promise<string[]> {
  if (!context.admits()) return [];
  return context.serial(async () => {
    await releaseDue(context);
    const admitted: string[] = [];
    for (let losses = 0; losses < maxLosses;) {
      // One at a time after a loss: then no single run can keep others waiting.
      const next = await nextAdmissions(context, losses === 0 ? together : 1);
      if (next.length === 0) break;
      if (await context.table.transact(next.flatMap(({ writes }) => writes))) {
        admitted.push(...next.map(({ runId }) => runId));
        losses = 0;
      } else await pause(++losses);
    }
    return admitted;
  });
}

interface Admission {
  runId: string;
  writes: Write[];
}

async function nextAdmissions(context: RunsContext, most: number): Promise<Admission[]> {
  if (!(await somebodyWaits(context.table))) return [];
  const places = (await freePlaces(context)).values();
  let place = places.next().value;
  const next: Admission[] = [];
  for await (const entry of queue(context.table)) {
    if (place === undefined || next.length === most) break;
    if (entry.owner !== context.owner) continue;
    const row = await context.table.get(runKey(entry.runId));
    const record = row && runRecord.safeParse(row.body).data;
    // What cannot be read, or is being canceled, is recovery's to look after.
    if (!row || record?.status !== 'QUEUED') continue;
    next.push(admission(context, entry, place, { row, record }));
    place = places.next().value;
  }
  return next;
}

function admission(
  context: RunsContext,
  entry: Waiting & { revision: number },
  place: Place,
  { row, record }: { row: Row; record: RunRecord },
): Admission {
  const admitted = admittedTo(context, place, record);
  const writes: Write[] = [
    { kind: 'remove', key: queueKey(entry.runId), condition: { kind: 'revision', revision: entry.revision } },
    takePlace(context, place, admitted),
    { kind: 'put', row: runRow(admitted), condition: { kind: 'revision', revision: row.revision } },
  ];
  return { runId: entry.runId, writes };
}

/** The record of a run that has got the place. */
export function admittedTo(context: RunsContext, place: Place, record: RunRecord): RunRecord {
  const begun = { status: 'STARTING', admittedAt: context.now().toISOString(), behind: null, retryAt: null } as const;
  return { ...record, ...begun, owner: context.owner, place: place.number };
}

/** Takes over queued and held runs whose owner is gone, so that the next admission starts them. */
export async function adoptQueued(context: RunsContext, isAlive: (owner: string) => boolean): Promise<number> {
  let adopted = 0;
  const isOrphan = (owner: string) => owner !== context.owner && !isAlive(owner);
  for await (const held of heldRuns(context.table)) {
    if (!isOrphan(held.owner)) continue;
    const { row, condition } = adoptedWrite(held, context.owner);
    if (await context.table.put(row, condition)) adopted++;
  }
  for await (const { runId, owner, revision } of queue(context.table)) {
    if (!isOrphan(owner)) continue;
    const { row } = queueWrite({ runId, owner: context.owner });
    if (await context.table.put(row, { kind: 'revision', revision })) adopted++;
  }
  return adopted;
}
