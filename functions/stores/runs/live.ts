import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { instant } from '../../../core/schemas/json.ts';
import type { Row } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';
import { isExpired } from './expired.ts';
import { parseRun, runKey } from './record.ts';
import type { RunRecord } from './record.ts';

const progress = z.object({ at: instant, fraction: z.number().nullable(), message: z.string().nullable() });
export type Progress = z.infer<typeof progress>;

/** What changes while a run runs: one row, which a follower reads once a second. */
export const liveRow = z.object({
  progress: progress.nullable().default(null),
  /** Size of the log as the runner last told; null where it does not tell, because its beats are heard at once. */
  log: z.object({ bytes: z.int(), lines: z.int() }).nullable().default(null),
  /** When the runner was last heard of. */
  beatAt: instant.nullable().default(null),
});
export type Live = z.infer<typeof liveRow>;

export const noLife: Live = { progress: null, log: null, beatAt: null };

/** How long a run counts as watched after a follower last said so, in seconds. */
const watchedSec = 30;
const keptSec = 24 * 3600;

/** What changes of a run while it runs: one row, forgotten when another attempt is to come. */
export function liveKey(runId: string) {
  return { pk: `RUN#${runId}`, sk: 'LIVE' };
}

export async function readLive(context: RunsContext, runId: string): Promise<Live> {
  return lifeOf(await context.table.get(liveKey(runId)));
}

function lifeOf(row: Row | null | undefined): Live {
  return row ? liveRow.parse(row.body) : noLife;
}

/** What changes of a run while it runs, from the row that was read beside its record. A last beat of an attempt before this one says nothing. */
export function lifeIn({ admittedAt }: Pick<RunRecord, 'admittedAt'>, row: Row | null | undefined): Live {
  const life = lifeOf(row);
  const isOld = life.beatAt !== null && (admittedAt === null || Date.parse(life.beatAt) < Date.parse(admittedAt));
  return isOld ? noLife : life;
}

/** A run and what changes of it, in one read: `LIVE` and `META` stand side by side. @throws AppError `not-found`. */
export async function readLook(context: RunsContext, runId: string): Promise<{ record: RunRecord; live: Live }> {
  const { pk, sk: last } = runKey(runId);
  const { rows } = await context.table.query({ pk, from: liveKey(runId).sk, below: `${last}~`, limit: 10 });
  const meta = rows.find((row) => row.sk === last);
  if (!meta || isExpired(context, meta)) throw new AppError('not-found', `There is no run ${runId}; \`GET /v1/runs\` lists them.`);
  const record = parseRun(meta);
  return {
    record,
    live: lifeIn(
      record,
      rows.find((row) => row.sk === 'LIVE'),
    ),
  };
}

/** Writes what is new of it. The row vanishes a day after its last write. */
export async function writeLive(context: RunsContext, runId: string, life: Live): Promise<void> {
  await context.table.put({ ...liveKey(runId), body: life, expiresAt: inSec(context, keptSec) }, { kind: 'none' });
  context.pulse.beat(runId);
}

/** Says that somebody follows the run now; the runner then flushes its log each second. */
export async function writeWatch(context: RunsContext, runId: string): Promise<void> {
  const row = { pk: `RUN#${runId}`, sk: 'WATCH', body: {}, expiresAt: inSec(context, watchedSec) };
  await context.table.put(row, { kind: 'none' });
}

function inSec(context: RunsContext, seconds: number): number {
  return Math.floor(context.now().getTime() / 1000) + seconds;
}
