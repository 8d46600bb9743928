import { isTerminal } from '../../core/run.ts';
import type { WaitingStep } from '../../core/schemas/steps.ts';
import type { Services } from '../services.ts';
import { patiently } from './patiently.ts';

type Parts = Pick<Services, 'stores' | 'callbacks' | 'pulse'>;

/** The state `Run`: keeps the token that the report will complete. What came before the token completes or fails the state at once. */
export async function runStep(parts: Parts, step: WaitingStep): Promise<void> {
  await patiently(parts, step.runId, () => hold(parts, step));
}

async function hold({ stores, callbacks }: Parts, { runId, attempt, token }: WaitingStep): Promise<void> {
  const { record, row } = await stores.attempts.hold({ runId, attempt }, token);
  const isSettled = row.reportedAt !== null || isTerminal(record.status) || record.attempt !== attempt;
  if (isSettled) await callbacks.succeed(token, {});
  else if (row.gone !== null) await callbacks.fail(token, 'sandbox-gone', row.gone.why);
}
