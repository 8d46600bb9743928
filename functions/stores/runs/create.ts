import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { idempotencySec } from '../../../core/idempotency.ts';
import type { IdempotencyKey } from '../../../core/idempotency.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Row, Write } from '../../ports/table.ts';
import { longestSec } from './clocks.ts';
import type { RunsContext } from './context.ts';
import { countWrite, leaseWrite, queueWrite, readPlaces } from './places.ts';
import { parseRun, runKey, runRow } from './record.ts';
import type { RunRecord } from './record.ts';

const claimRow = z.object({ requestHash: z.string(), runId: z.string() });
const attempts = 50;

export interface Created {
  record: RunRecord;
  replayed: boolean;
}

/**
 * Records a run in one durable transaction, together with its idempotency key and its place: STARTING when a place is free
 * and nobody waits, else QUEUED. A run that was refused comes with its end and takes no place, so that nothing can start it.
 * The same key gives the same run.
 * @throws AppError `idempotency-mismatch` when the key stands for another request.
 */
export async function createRun(
  context: RunsContext,
  record: RunRecord,
  claim: IdempotencyKey | null,
  writes: readonly Write[],
): Promise<Created> {
  return context.serial(async () => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const known = claim ? await claimed(context, claim) : null;
      if (known?.run) return { record: known.run, replayed: true };
      const places = await readPlaces(context.table);
      const placed = place(context, record, places.counts.queued === 0 && places.counts.leased < context.maxRuns);
      const done = await context.table.transact([
        ...writes,
        { kind: 'put', row: runRow(placed.record), condition: { kind: 'absent' } },
        ...placed.writes,
        countWrite(places, placed.change),
        ...(claim ? [claimWrite(context, claim, record.id, known?.row ?? null)] : []),
      ]);
      if (done) return { record: placed.record, replayed: false };
    }
    throw new AppError('no-capacity', 'Too many runs are being submitted at once; try again in a moment.');
  });
}

/** The run that a key stands for already, if any. */
export async function replayRun(context: RunsContext, claim: IdempotencyKey): Promise<RunRecord | null> {
  return (await claimed(context, claim))?.run ?? null;
}

function place(context: RunsContext, record: RunRecord, free: boolean) {
  if (isTerminal(record.status)) return { record: { ...record, owner: context.owner }, writes: [], change: {} };
  if (free && context.admits()) {
    const admitted: RunRecord = { ...record, status: 'STARTING', admittedAt: context.now().toISOString(), owner: context.owner };
    return { record: admitted, writes: [leaseWrite(leaseOf(context, admitted))], change: { leased: 1 } };
  }
  const queued: RunRecord = { ...record, status: 'QUEUED', owner: context.owner };
  return { record: queued, writes: [queueWrite({ runId: record.id, owner: context.owner })], change: { queued: 1 } };
}

/** A lease outlives the longest life that the run may have, so that a dead carrier frees its place. */
export function leaseOf(context: RunsContext, record: RunRecord) {
  const expiresAt = new Date(context.now().getTime() + longestSec(record.limits) * 1000).toISOString();
  return { runId: record.id, owner: context.owner, expiresAt };
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
