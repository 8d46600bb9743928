import type { Metrics } from '../ports/metrics.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** Tells the operator's figures of a run that has just ended. */
export function countEnded(metrics: Metrics, { status, reason, startedAt, phases }: RunRecord): void {
  metrics.count('runsEnded');
  if (status === 'CRASHED') metrics.count('runsCrashed');
  // Tries that failed and went well when repeated are told by nobody: the run's record has its phases, the workflow's history the tries.
  if (reason === 'start-failed' || reason === 'start-timeout') metrics.count('launchesFailed');
  if (status === 'FAILED' || status === 'TIMED_OUT') metrics.count('runsFailed');
  if (startedAt === null) return;
  metrics.measure('startingSeconds', (phases['startingMs'] ?? 0) / 1000);
}
