import { isTerminal } from '../../core/run.ts';
import type { Alert, FinishStep } from '../../core/schemas/steps.ts';
import { alertOf } from './alert-of.ts';
import { admitNext } from './admit-next.ts';
import type { EndingParts } from './parts.ts';
import { settleRun } from './settle-run.ts';

/** What a sandbox is given to end beyond its grace, in seconds. ECS kills at latest 120 s after SIGTERM; the function's own time-out must lie above all that. */
const stopSec = { most: 120, more: 45 };

/** The state `Finish`: ends the run by its report or by facts, gives its place to the next one, and says whom to alert. Done twice it changes nothing and answers the same. */
export async function finishStep(parts: EndingParts, { runId, attempt, error }: FinishStep): Promise<{ alert: Alert | null }> {
  const { graceSec, limits } = await parts.stores.runs.record(runId);
  const waitSec = Math.min(graceSec ?? limits.graceSec, stopSec.most) + stopSec.more;
  const record = await settleRun(parts, { runId, attempt }, { error, waitSec, insists: true });
  await admitNext(parts);
  const ended = record !== null && isTerminal(record.status) && record.attempt === attempt;
  return { alert: ended ? await alertOf(parts, record) : null };
}
