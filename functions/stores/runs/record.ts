import * as z from 'zod';
import { json, jsonObject } from '../../../core/schemas/json.ts';
import { limits } from '../../../core/schemas/limits.ts';
import { outputContract } from '../../../core/schemas/job.ts';
import { run } from '../../../core/schemas/run.ts';
import { goneAt } from '../../../core/retention.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import { reportingSec, startingSec } from './clocks.ts';
import type { NewRow, Row } from '../../ports/table.ts';

/** A JSON value that is kept in the row, or, above 32 KiB, in the bucket. */
export const kept = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), value: json }),
  z.object({ kind: z.literal('bucket'), key: z.string(), bytes: z.int() }),
]);
export type Kept = z.infer<typeof kept>;

/** Kept variables; those of records that were written before there was a choice stand in the row. */
const keptVariables = kept.or(jsonObject.transform((value) => ({ kind: 'inline' as const, value })));

/** A run as its row holds it: the public record, with pointers in place of what may be large, and what only the workflow needs. */
export const runRecord = run.omit({ input: true, result: true, resultUrl: true, sandbox: true, variables: true }).extend({
  // Rows of runs that were written before there were retries lack these.
  attempts: run.shape.attempts.default([]),
  retry: run.shape.retry.default(null),
  retryAt: run.shape.retryAt.default(null),
  // Rows of runs that were written before there were schedules do not say whether their code has a trigger().
  code: run.shape.code.extend({ hasTrigger: z.boolean().default(false) }),
  input: kept,
  hasInput: z.boolean(),
  result: kept.nullable(),
  variables: keptVariables.nullable(),
  limits,
  /** Share of a processor that was asked for. */
  cpu: z.number().nullable().default(null),
  outputContract,
  lineBuffered: z.boolean(),
  returnVariables: z.array(z.string()),
  /** Arguments for the program: those of the input first, then those that were given. */
  argv: z.array(z.string()),
  workingDirectory: z.string().nullable(),
  fileKeys: z.record(z.string(), z.string()),
  queueTimeoutSec: z.number(),
  /** The run that must have ended before this one may begin; null once it has a place. */
  behind: z.string().nullable().default(null),
  /** When a further attempt could begin at the earliest; null for the first. */
  readyAt: z.iso.datetime().nullable().default(null),
  admittedAt: z.iso.datetime().nullable(),
  /** Process or installation that carries the run. */
  owner: z.string(),
  /** Number of the place that it got when it was admitted. */
  place: z.int().nullable().default(null),
  /** The only modules that its code may import, when its level was given such a list. */
  allowedImports: z.array(z.string()).nullable().default(null),
  /** Grace asked for by whoever canceled. */
  graceSec: z.number().nullable(),
  /** Whether something was left to be done after its end, which a row of its own says until it is done. */
  aftermath: z.boolean().optional(),
  /** Revision of the script state that the run began with; null when there was none. */
  stateRevision: z.int().nullable(),
});
export type RunRecord = z.infer<typeof runRecord>;

export function runKey(runId: string) {
  return { pk: `RUN#${runId}`, sk: 'META' };
}

/** Prefix of what all runs keep in the bucket. */
export const runsPrefix = 'runs/';

/** Prefix of everything that a run keeps in the bucket. */
export function runPrefix(runId: string): string {
  return `${runsPrefix}${runId}/`;
}

/** Name of the folder, below that of all runs, in which an attempt keeps its files: the first one has the run's own. */
export function attemptFolder({ id, attempt }: Pick<RunRecord, 'id' | 'attempt'>): string {
  return attempt === 1 ? id : `${id}/attempts/${attempt}`;
}

/** The attempt of the run that keeps its files in this folder; undefined when none does. */
export function attemptIn(runId: string, folder: string): number | undefined {
  if (folder === runId) return 1;
  const later = folder.startsWith(`${runId}/attempts/`) ? Number(folder.slice(runId.length + '/attempts/'.length)) : Number.NaN;
  return Number.isInteger(later) ? later : undefined;
}

/** Prefix of what one attempt keeps in the bucket: its result, artifacts, log and report. */
export function attemptPrefix(run: Pick<RunRecord, 'id' | 'attempt'>): string {
  return `${runsPrefix}${attemptFolder(run)}/`;
}

/** The row of a run with its places in the indexes: among all and by script, by status once it has ended, by deadline until then.
 *  @param retentionDays after which an ended run is gone; null keeps it. */
export function runRow(record: RunRecord, retentionDays: number | null = null): NewRow {
  const sk = record.id;
  const { status, scriptId, endedAt } = record;
  return {
    ...runKey(record.id),
    body: JSON.parse(JSON.stringify(record)),
    ...(endedAt === null || retentionDays === null ? {} : { expiresAt: goneAt(endedAt, retentionDays) }),
    index: {
      runs: { pk: 'RUNS', sk },
      ...(scriptId === null ? {} : { script: { pk: `SCR#${scriptId}`, sk } }),
      ...(isTerminal(status) ? endedPlaces(status, scriptId, sk) : { due: { pk: 'DUE', sk: `${deadline(record)}#${sk}` } }),
    },
  };
}

function endedPlaces(status: Status, scriptId: string | null, sk: string): NewRow['index'] {
  const out = { pk: outPartition(status), sk };
  return scriptId === null ? { out } : { out, ended: { pk: outPartition(status, scriptId), sk } };
}

/** Where the ended runs of a status stand, of all scripts or of one. */
export function outPartition(status: Status, scriptId?: string): string {
  return scriptId === undefined ? `OUT#${status}` : `SCR#${scriptId}#OUT#${status}`;
}

/** The instant by which a run in its present status must have gone on, as ISO 8601. */
function deadline(record: RunRecord): string {
  const since = Date.parse(record.startedAt ?? record.admittedAt ?? waitsSince(record));
  const seconds = record.startedAt
    ? record.limits.timeoutSec + record.limits.graceSec + reportingSec
    : record.admittedAt
      ? startingSec
      : record.queueTimeoutSec;
  return new Date(since + seconds * 1000).toISOString();
}

/** Since when a run that is QUEUED waits for a place: its creation, or the end of the pause before its attempt. */
export function waitsSince({ readyAt, createdAt }: Pick<RunRecord, 'readyAt' | 'createdAt'>): string {
  return readyAt ?? createdAt;
}

export function parseRun(row: Row): RunRecord {
  return runRecord.parse(row.body);
}
