import * as z from 'zod';
import { instant, sha256 } from '../../../core/schemas/json.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Key } from '../../ports/table.ts';
import type { RunRecord } from '../runs/record.ts';

/** All that is private to one attempt of a run: how it was launched, by whom it is carried, who waits for its answers. Secrets are kept hashed. */
export const attemptRecord = z.object({
  /** Launches so far, each counted before it is tried. */
  launches: z.int().min(0),
  launchedAt: instant.nullable(),
  /** Task tokens of the states `Launch` and `Run`, of the newest entry into each; once `Run` waits, nobody waits in `Launch` any more. */
  launchToken: z.string().nullable(),
  runToken: z.string().nullable(),
  /** The launcher's name for the sandbox of the newest launch. */
  sandbox: z.string().nullable(),
  codeHash: sha256.nullable(),
  nonceHash: sha256.nullable(),
  sessionHash: sha256.nullable(),
  claimedAt: instant.nullable(),
  /** When the runner was first to be told that the run is canceled. */
  stopAskedAt: instant.nullable(),
  reportedAt: instant.nullable(),
  /** The sandbox of the newest launch was seen gone, and how the platform explains it. */
  gone: z.object({ at: instant, why: z.string() }).nullable(),
});
export type AttemptRecord = z.infer<typeof attemptRecord>;

/** Which attempt of which run. */
export interface At {
  runId: string;
  attempt: number;
}

export const unlaunched: AttemptRecord = {
  launches: 0,
  launchedAt: null,
  launchToken: null,
  runToken: null,
  sandbox: null,
  codeHash: null,
  nonceHash: null,
  sessionHash: null,
  claimedAt: null,
  stopAskedAt: null,
  reportedAt: null,
  gone: null,
};

export function attemptKey({ runId, attempt }: At): Key {
  return { pk: `RUN#${runId}`, sk: `ATT#${attempt}` };
}

/** Whether no sandbox may begin under this attempt any more: the run has ended, is being canceled, or is in a later attempt. */
export function isOver(record: RunRecord, attempt: number): boolean {
  return isTerminal(record.status) || record.status === 'CANCELING' || record.attempt !== attempt;
}
