import type { AdmitStep } from '../../core/schemas/steps.ts';
import type { Services } from '../services.ts';
import { startRuns } from '../stores/start-runs.ts';

type Parts = Pick<Services, 'stores' | 'workflow' | 'pulse'>;

/** How much too early whoever called may be, in milliseconds: clocks differ, and fractions of a second may be cut off. */
const aheadMs = 5000;

/** The state `Admit`: the pause before a further attempt is over, so the run comes into the queue and to its place in turn. Its execution is another one. */
export async function admitStep({ stores, workflow, pulse }: Parts, { again }: AdmitStep): Promise<Record<string, never>> {
  const early = Date.parse(again.at) - stores.now().getTime();
  if (early > 0) await pulse.wait('admit', Math.min(early, aheadMs));
  await startRuns(stores, workflow);
  return {};
}
