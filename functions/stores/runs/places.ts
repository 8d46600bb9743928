import * as z from 'zod';
import type { QueryPage, Row, Table, Write } from '../../ports/table.ts';
import { longestSec } from './clocks.ts';
import type { RunsContext } from './context.ts';
import type { RunRecord } from './record.ts';

/**
 * Places for runs under way: as many numbered rows as runs may be under way at once, each empty or held by one run. Taking and leaving
 * one is a write to its row alone, in the transaction that changes the run; so there is no count that many would have to move, and none
 * that could be wrong. An empty place stays a row, because its revision tells who held it when.
 */
const placesPartition = 'LIM#runs';
const queuePartition = 'QUEUE';

/** ECS lets a burst of five seconds' worth of tasks start at once (AWS docs, "Request throttling for ECS": 100, then 20 a second). */
const paceSec = 5;

const lease = z.object({ runId: z.string(), owner: z.string(), since: z.iso.datetime(), expiresAt: z.iso.datetime() });
/** Who holds a place. `expiresAt` is after the longest life that the run may have. */
export type Lease = z.infer<typeof lease>;
const placeRow = z.object({ lease: lease.nullable() });
/** A row of those who wait: the run, and who is to carry it. */
export const waiting = z.object({ runId: z.string(), owner: z.string() });
export type Waiting = z.infer<typeof waiting>;

/** A place as it was read; one that nobody ever took has no row. */
export interface Place {
  number: number;
  lease: Lease | null;
  revision: number | null;
}

function placeKey(number: number) {
  return { pk: placesPartition, sk: `PLACE#${String(number).padStart(6, '0')}` };
}

/** All places that were ever taken, as they are now. */
export async function readPlaces(table: Table): Promise<Place[]> {
  const places: Place[] = [];
  for await (const { sk, body, revision } of rows(table, placesPartition, 'PLACE#', 1000))
    places.push({ number: Number(sk.slice('PLACE#'.length)), lease: placeRow.parse(body).lease, revision });
  return places;
}

/** The place, if this run holds it. */
export async function placeOf(table: Table, number: number, runId: string): Promise<Place | null> {
  const row = await table.get(placeKey(number));
  if (!row) return null;
  const { lease: held } = placeRow.parse(row.body);
  return held?.runId === runId ? { number, lease: held, revision: row.revision } : null;
}

/** The places that may be taken now, the lowest first; fewer than are free when many were taken in the last seconds. */
export async function freePlaces({ table, maxRuns, startsPerSec = null, now }: RunsContext): Promise<Place[]> {
  const known = new Map((await readPlaces(table)).map((place) => [place.number, place]));
  const held = [...known.values()].flatMap((place) => place.lease ?? []);
  const since = now().getTime() - paceSec * 1000;
  const recent = held.filter((one) => Date.parse(one.since) > since).length;
  const most = Math.min(maxRuns - held.length, startsPerSec === null ? maxRuns : startsPerSec * paceSec - recent);
  const free: Place[] = [];
  for (let number = 0; number < maxRuns && free.length < most; number++) {
    const place = known.get(number) ?? { number, lease: null, revision: null };
    if (place.lease === null) free.push(place);
  }
  return free;
}

/** The write by which an admitted run takes the place, valid only if nobody took it since it was read. */
export function takePlace(context: RunsContext, place: Place, { id, limits }: RunRecord): Write {
  const since = context.now();
  const expiresAt = new Date(since.getTime() + longestSec(limits) * 1000).toISOString();
  return placeWrite(place, { runId: id, owner: context.owner, since: since.toISOString(), expiresAt });
}

/** The write that empties the place, valid only if it is still held as it was read. */
export function leavePlace(place: Place): Write {
  return placeWrite(place, null);
}

function placeWrite({ number, revision }: Place, held: Lease | null): Write {
  const condition = revision === null ? ({ kind: 'absent' } as const) : ({ kind: 'revision', revision } as const);
  return { kind: 'put', row: { ...placeKey(number), body: { lease: held } }, condition };
}

/** Runs of the same priority wait in the order of their ids, which is that of their creation. */
export function queueKey(runId: string) {
  return { pk: queuePartition, sk: `5#${runId}` };
}

export function queueWrite(entry: Waiting): Extract<Write, { kind: 'put' }> {
  return { kind: 'put', row: { ...queueKey(entry.runId), body: entry }, condition: { kind: 'absent' } };
}

/** Whether anybody waits. */
export async function somebodyWaits(table: Table): Promise<boolean> {
  return (await table.query({ pk: queuePartition, limit: 1 })).rows.length > 0;
}

/** Waiting runs, the next to start first; read in small pages, because mostly only the head is wanted. */
export async function* queue(table: Table): AsyncGenerator<Waiting & { revision: number }> {
  for await (const { body, revision } of rows(table, queuePartition, '', 25)) yield { ...waiting.parse(body), revision };
}

/** The rows of a partition whose sort keys begin so, read in pages of that size. */
export async function* rows(table: Table, pk: string, prefix: string, limit: number): AsyncGenerator<Row> {
  let cursor: string | null = null;
  do {
    const page: QueryPage = await table.query({ pk, prefix, limit, ...(cursor === null ? {} : { cursor }) });
    yield* page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}
