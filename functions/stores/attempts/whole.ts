import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Row, Table } from '../../ports/table.ts';
import { lifeIn } from '../runs/live.ts';
import type { Live } from '../runs/live.ts';
import { parseRun, runKey } from '../runs/record.ts';
import type { RunRecord } from '../runs/record.ts';
import { attemptKey, attemptRecord } from './record.ts';
import type { AttemptRecord } from './record.ts';

/** All rows of a run, as one query reads them. */
export interface Whole {
  record: RunRecord;
  /** The attempt that the run is in; null before its first launch. */
  row: AttemptRecord | null;
  live: Live;
  /** Whether somebody follows the run right now. */
  watched: boolean;
}

/** The same as it stands in the table, with the revisions that a write may name. */
export interface Seen extends Whole {
  revisions: { run: number; attempt: number | null };
}

/** A run's rows are its record, its live and its watched row, and one for each attempt. */
const rowsAtMost = 100;

/** Reads a run with all its rows. @param number of another attempt than the run is in. @throws AppError `not-found`. */
export async function readWhole(table: Table, runId: string, now: Date, number?: number): Promise<Seen> {
  const { rows } = await table.query({ pk: runKey(runId).pk, limit: rowsAtMost });
  const find = (sk: string): Row | undefined => rows.find((row) => row.sk === sk);
  const meta = find(runKey(runId).sk);
  if (!meta) throw new AppError('not-found', `There is no run ${runId}.`);
  const record = parseRun(meta);
  const attempt = find(attemptKey({ runId, attempt: number ?? record.attempt }).sk);
  const until = z.number().parse(find('WATCH')?.expiresAt ?? 0);
  return {
    record,
    row: attempt ? attemptRecord.parse(attempt.body) : null,
    live: lifeIn(record, find('LIVE')),
    watched: until * 1000 > now.getTime(),
    revisions: { run: meta.revision, attempt: attempt?.revision ?? null },
  };
}
