import type { Workflow } from '../ports/workflow.ts';
import type { Runs } from './runs/index.ts';

/** Gives free places to waiting runs and hands them to the workflow; called after a submit, after an end and by the sweeper. */
export async function startRuns({ runs }: { runs: Runs }, workflow: Workflow): Promise<void> {
  for (const runId of await runs.admit()) await workflow.start(runId);
}
