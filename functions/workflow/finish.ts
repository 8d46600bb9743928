import { isTerminal } from '../../core/run.ts';
import type { Alert, FinishStep } from '../../core/schemas/steps.ts';
import { alertOf } from './alert-of.ts';
import { admitNext } from './admit-next.ts';
import type { EndingParts } from './parts.ts';
import { settleRun } from './settle-run.ts';

/** The state `Finish`: ends the run by its report or by facts, gives its place to the next one, and says whom to alert, unless whoever ended the run before does so. Done twice it changes nothing and answers the same. */
export async function finishStep(parts: EndingParts, { runId, attempt, error }: FinishStep): Promise<{ alert: Alert | null }> {
  const settled = await settleRun(parts, { runId, attempt }, { error, insists: true });
  await admitNext(parts);
  const record = settled?.record;
  const isOurs = record !== undefined && isTerminal(record.status) && record.attempt === attempt && record.endTold !== true;
  return { alert: isOurs ? await alertOf(parts, record) : null };
}
