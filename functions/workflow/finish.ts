import { isTerminal } from '../../core/run.ts';
import type { Finished, FinishStep } from '../../core/schemas/steps.ts';
import { admitNext } from './admit-next.ts';
import { afterEnd } from './after-end.ts';
import type { EndingParts } from './parts.ts';
import { settleRun } from './settle-run.ts';

/**
 * The state `Finish`: ends the attempt by its report or by facts, gives its place to the next run, and does what is left after the end of
 * the run. Done twice it changes nothing and answers the same.
 * @returns when the next attempt may begin, if the run is to have one that has not begun.
 */
export async function finishStep(parts: EndingParts, { runId, attempt, error }: FinishStep): Promise<Finished> {
  const settled = await settleRun(parts, { runId, attempt }, { error, insists: true });
  await admitNext(parts);
  const record = settled?.record;
  // The step that ended the run may have been cut off before it came so far.
  if (record !== undefined && isTerminal(record.status)) await afterEnd(parts, record);
  const at = record !== undefined && record.attempt === attempt + 1 ? record.retryAt : null;
  return { again: at === null ? null : { at } };
}
