import type { StepError } from '../../core/errors.ts';
import type { AttemptRecord } from '../stores/attempts/record.ts';
import { readReport } from '../stores/runs/report.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { failWaiting, succeedWaiting } from './answer-waiting.ts';
import type { AnsweringParts } from './parts.ts';

/** What ECS says of a task for which there was no room, after it had taken it (AWS docs: ECS, "Stopped tasks error messages": Capacity is unavailable at this time). */
const shortage = /capacity is unavailable/i;

/**
 * Tells the workflow that the sandbox of a run's newest launch is gone: its report, if it left one within so many seconds, completes
 * the waiting state; otherwise that fails under its name.
 * @returns whether a state waited; if none did, the workflow is about to end the run, or the sweeper does.
 */
export async function answerGone(
  parts: AnsweringParts,
  record: RunRecord,
  { row, why, waitSec }: { row: AttemptRecord; why: string; waitSec: number },
): Promise<boolean> {
  const at = { runId: record.id, attempt: record.attempt };
  if (row.claimedAt === null) return failWaiting(parts.callbacks, row, startError(why), why);
  if (await leavesReport(parts, record, waitSec)) return succeedWaiting(parts.callbacks, await parts.stores.attempts.reported(at));
  return failWaiting(parts.callbacks, row, 'sandbox-gone', why);
}

function startError(why: string): StepError {
  return shortage.test(why) ? 'no-capacity' : 'start-failed';
}

async function leavesReport({ bucket, pulse, stores }: AnsweringParts, record: RunRecord, waitSec: number): Promise<boolean> {
  const until = stores.now().getTime() + waitSec * 1000;
  for (;;) {
    if ((await readReport(bucket, record)).kind === 'report') return true;
    if (stores.now().getTime() >= until) return false;
    await pulse.wait(record.id, 1000);
  }
}
