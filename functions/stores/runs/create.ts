import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { idempotencySec } from '../../../core/idempotency.ts';
import type { IdempotencyKey } from '../../../core/idempotency.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Row, Write } from '../../ports/table.ts';
import { admittedTo } from './admit.ts';
import { withAftermath } from './aftermath.ts';
import type { RunsContext } from './context.ts';
import { pause } from './pause.ts';
import { behindKey, heldWrite, inTheWay, releaseBehind } from './held.ts';
import { begins } from './room.ts';
import { freePlaces, queueWrite, somebodyWaits, takePlace } from './places.ts';
import type { Place } from './places.ts';
import { parseRun, runKey, runRecord, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

const claimRow = z.object({ requestHash: z.string(), runId: z.string() });
const attempts = 10;
/** Whoever lost so many places to others goes to the queue, where there is room for all. */
const triesForPlace = 3;

/** What else is asked of a run that is created. */
export interface Creating {
  /** A run after whose end this one is to begin, if that has not come yet. */
  behind?: string | undefined;
}

export interface Created {
  record: RunRecord;
  replayed: boolean;
}

/**
 * Records a run in one durable transaction, together with its idempotency key and its place: STARTING when a place is free
 * and nobody waits, else QUEUED: the queue touches no row that others write, so that any number can be submitted at once. A run that was refused comes with its end and takes no place, so that nothing can start it.
 * The same key gives the same run.
 * @throws AppError `idempotency-mismatch` when the key stands for another request; `too-large` when its row would be.
 */
export async function createRun(
  context: RunsContext,
  record: RunRecord,
  claim: IdempotencyKey | null,
  writes: readonly Write[],
  { behind }: Creating = {},
): Promise<Created> {
  const created = await create(context, record, { claim, writes, guard: async () => [], behind: () => behind ?? null });
  if (created === null) throw new Error('a run without a guard was not created');
  return created;
}

/** What must be true beside a new run. */
export interface Guarded {
  /** Gives it as writes of the same transaction; null when the run is not to be created any more. Asked anew at each try. */
  guard: () => Promise<readonly Write[] | null>;
  /** The run after whose end this one is to begin, if that has not come yet; null when it waits behind none. Asked after the guard. */
  behind?: () => string | null;
}

/** Records a run as `createRun`, if its guard lets it; null when it does not, and then nothing is written. */
export async function createGuarded(
  context: RunsContext,
  record: RunRecord,
  writes: readonly Write[],
  guarded: Guarded,
): Promise<RunRecord | null> {
  return (await create(context, record, { ...guarded, claim: null, writes }))?.record ?? null;
}

async function create(
  context: RunsContext,
  record: RunRecord,
  { claim, writes, guard, behind = () => null }: Guarded & { claim: IdempotencyKey | null; writes: readonly Write[] },
): Promise<Created | null> {
  begins(record);
  // A run that could not be read again would keep its place and stand in the way of every list.
  runRecord.parse(record);
  const tries = async () => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await pause(attempt);
      const guarding = await guard();
      if (guarding === null) return null;
      // At first it is only tried: that the key is new is a condition of the write, and whoever submits has looked before.
      const known = claim && attempt > 0 ? await claimed(context, claim) : null;
      if (known?.run) return { record: known.run, replayed: true };
      const before = isTerminal(record.status) ? null : await inTheWay(context, behind());
      const placed =
        before !== null
          ? heldBehind(context, record, before)
          : await place(context, record, attempt < triesForPlace ? await freePlace(context, record) : null);
      const done = await context.table.transact([
        ...writes,
        ...guarding,
        { kind: 'put', row: runRow(placed.record, context.retentionDays), condition: { kind: 'absent' } },
        ...placed.writes,
        ...(claim ? [claimWrite(context, claim, record.id, known?.row ?? null)] : []),
      ]);
      if (!done) continue;
      // It may have ended meanwhile without having seen who waits behind it.
      if (before !== null && (await inTheWay(context, before)) !== before) await releaseBehind(context, before);
      return { record: placed.record, replayed: false };
    }
    throw new AppError('no-capacity', 'Too many runs are being submitted at once; try again in a moment.');
  };
  // Only places are given one after the other: who goes to the queue meets nobody there, and a thousand who come together share their commits.
  return (await somebodyWaits(context.table)) ? tries() : context.serial(tries);
}

/** The run that a key stands for already, if any. */
export async function replayRun(context: RunsContext, claim: IdempotencyKey): Promise<RunRecord | null> {
  return (await claimed(context, claim))?.run ?? null;
}

/** A place that the run may try for; one of several at random, because others look for one at the same time. Who comes while others wait must wait. */
async function freePlace(context: RunsContext, { status }: RunRecord): Promise<Place | null> {
  if (isTerminal(status) || !context.admits() || (await somebodyWaits(context.table))) return null;
  const places = await freePlaces(context);
  return places[Math.floor(Math.random() * places.length)] ?? null;
}

async function place(context: RunsContext, record: RunRecord, free: Place | null): Promise<{ record: RunRecord; writes: Write[] }> {
  const owned = { ...record, owner: context.owner };
  if (isTerminal(record.status)) return withAftermath(context, { record: owned });
  if (free === null) return { record: { ...owned, status: 'QUEUED' }, writes: [queueWrite({ runId: record.id, owner: context.owner })] };
  const admitted = admittedTo(context, free, record);
  return { record: admitted, writes: [takePlace(context, free, admitted)] };
}

function heldBehind(context: RunsContext, record: RunRecord, runId: string): { record: RunRecord; writes: Write[] } {
  const held = { ...record, status: 'QUEUED', owner: context.owner, behind: runId } as const;
  return { record: held, writes: [heldWrite(behindKey(held), held)] };
}

async function claimed(context: RunsContext, claim: IdempotencyKey): Promise<{ row: Row; run: RunRecord | null } | null> {
  const row = await context.table.get({ pk: claim.pk, sk: claim.sk });
  if (!row) return null;
  if (row.expiresAt !== undefined && row.expiresAt * 1000 <= context.now().getTime()) return { row, run: null };
  const { requestHash, runId } = claimRow.parse(row.body);
  if (requestHash !== claim.requestHash) throw new AppError('idempotency-mismatch');
  const run = await context.table.get(runKey(runId));
  return { row, run: run ? parseRun(run) : null };
}

function claimWrite(context: RunsContext, claim: IdempotencyKey, runId: string, expired: Row | null): Write {
  const expiresAt = Math.floor(context.now().getTime() / 1000) + idempotencySec;
  const row = { pk: claim.pk, sk: claim.sk, body: { requestHash: claim.requestHash, runId }, expiresAt };
  return { kind: 'put', row, condition: expired ? { kind: 'revision', revision: expired.revision } : { kind: 'absent' } };
}
