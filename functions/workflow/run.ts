import { isTerminal } from '../../core/run.ts';
import type { WaitingStep } from '../../core/schemas/steps.ts';
import type { Services } from '../services.ts';

/** The state `Run`: keeps the token that the report will complete. What came before the token completes or fails the state at once. */
export async function runStep(
  { stores, callbacks }: Pick<Services, 'stores' | 'callbacks'>,
  { runId, attempt, token }: WaitingStep,
): Promise<void> {
  const { record, row } = await stores.attempts.hold({ runId, attempt }, token);
  const isSettled = row.reportedAt !== null || isTerminal(record.status) || record.attempt !== attempt;
  if (isSettled) await callbacks.succeed(token, {});
  else if (row.gone !== null) await callbacks.fail(token, 'sandbox-gone', row.gone.why);
}
