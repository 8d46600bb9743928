import { isTerminal } from '../../core/run.ts';
import type { Run } from '../../core/schemas/run.ts';
import type { Services } from '../services.ts';
import { submitRun } from './submit-run.ts';
import type { Program, Submission } from './submit-run.ts';
import { waitForEnd } from './wait-for-end.ts';

/** Submits a run and answers with it: as it begins, or as it ended when that took no longer than `seconds`. */
export async function submitAndWait(
  services: Services,
  program: Program,
  submission: Submission,
  seconds: number,
  signal: AbortSignal,
): Promise<Run> {
  const begun = await submitRun(services, program, submission);
  const record = seconds > 0 && !isTerminal(begun.status) ? await waitForEnd(services, begun.id, seconds, signal) : begun;
  return services.stores.runs.show(record);
}
