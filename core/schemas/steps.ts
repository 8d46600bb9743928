import * as z from 'zod';
import { instant } from './json.ts';

/** What an execution of the workflow is started with. Names are `<runId>-<attempt>`, so that starting twice starts once. */
export const executionInput = z.strictObject({
  runId: z.string(),
  attempt: z.int().min(1),
  /** The longest that the state `Run` may take, in seconds: the run's time limit, its grace and the time to report. */
  runTimeoutSec: z.int(),
});
export type ExecutionInput = z.infer<typeof executionInput>;

/** What the states `Launch` and `Run` tell their functions. */
export const waitingStep = z.object({ runId: z.string(), attempt: z.int().min(1), token: z.string() });
export type WaitingStep = z.infer<typeof waitingStep>;

/** A caught error as Step Functions hands it on; its name is one of ours or of `States.*`. */
export const caughtError = z.object({ Error: z.string(), Cause: z.string().optional() });

/** What the state `Finish` tells its function. */
export const finishStep = z.object({ runId: z.string(), attempt: z.int().min(1), error: caughtError.optional() });
export type FinishStep = z.infer<typeof finishStep>;

/** When a further attempt of the run may begin. */
const again = z.object({ at: instant });

/** What the state `Finish` answers: null when the run has ended, or its next attempt has begun. */
export const finished = z.object({ again: again.nullable() });
export type Finished = z.infer<typeof finished>;

/** What the state `Admit` tells its function, once that instant has come. */
export const admitStep = z.object({ again });
export type AdmitStep = z.infer<typeof admitStep>;

/** Names of the states, of which the runbook and the alarms speak. */
export const stateNames = ['Launch', 'Run', 'Finish', 'Again?', 'Backoff', 'Admit'] as const;

/** What Step Functions itself says when time is over or a beat was missed; a missed beat may come as either (measured on a stand-in). */
export const timeoutErrors = ['States.Timeout', 'States.HeartbeatTimeout'] as const;
