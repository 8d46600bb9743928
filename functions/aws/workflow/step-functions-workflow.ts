import { AppError } from '../../../core/errors.ts';
import type { Status } from '../../../core/run.ts';
import type { Limits } from '../../../core/schemas/limits.ts';
import type { ExecutionInput } from '../../../core/schemas/steps.ts';
import type { Callbacks } from '../../ports/callbacks.ts';
import type { Launcher } from '../../ports/launcher.ts';
import type { Workflow } from '../../ports/workflow.ts';
import type { Clients } from '../clients/index.ts';
import { faultName, isPassing } from '../passing-fault.ts';

/** What the workflow must know of a run. */
export interface CarriedRun {
  status: Status;
  attempt: number;
  limits: Pick<Limits, 'timeoutSec' | 'graceSec'>;
  /** Grace asked for by whoever canceled. */
  graceSec: number | null;
}

/** How far an attempt of a run has come. */
export interface Underway {
  /** Task token of the state `Launch`; null before it was entered. */
  launchToken: string | null;
  /** The launcher's name for the sandbox; null before it was started. */
  sandbox: string | null;
  /** Whether a runner has fetched the job. */
  claimed: boolean;
}

export interface StepFunctionsSettings {
  /** ARN. */
  stateMachine: string;
  /** Seconds that a sandbox has to report after its script ended. */
  reportingSec: number;
  read: (runId: string) => Promise<CarriedRun>;
  underway: (runId: string, attempt: number) => Promise<Underway>;
  launcher: Pick<Launcher, 'stop'>;
  callbacks: Pick<Callbacks, 'fail'>;
}

/**
 * The longest grace, in seconds, for which a run is also stopped by its task's end: 120 s after SIGTERM ECS kills (AWS docs: `stopTimeout`
 * is at most 120 s on Fargate), and the runner must still report in that time. With a longer one the runner hears of the cancel by its beat alone.
 */
const longestGraceSec = 90;

/** One execution of the state machine for each attempt of a run, named `<runId>-<attempt>`, so that starting twice starts once. */
export function createStepFunctionsWorkflow(clients: Pick<Clients, 'sfn'>, settings: StepFunctionsSettings): Workflow {
  return {
    start: async (runId) => {
      const { attempt, limits } = await settings.read(runId);
      const runTimeoutSec = Math.ceil(limits.timeoutSec + limits.graceSec + settings.reportingSec);
      await startExecution(clients, settings.stateMachine, { runId, attempt, runTimeoutSec });
    },
    stop: (runId) => stop(settings, runId),
  };
}

/** @throws AppError `no-capacity` when Step Functions is asked too much, or does not answer; the sweeper starts such a run again. */
async function startExecution({ sfn }: Pick<Clients, 'sfn'>, stateMachineArn: string, input: ExecutionInput): Promise<void> {
  const name = `${input.runId}-${input.attempt}`;
  const { client, sdk } = await sfn();
  try {
    await client.send(new sdk.StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    // Names are taken for 90 days after the execution ended (AWS docs: StartExecution), so this one was started before.
    if (faultName(error) === 'ExecutionAlreadyExists') return;
    if (!isPassing(error) && faultName(error) !== 'ExecutionLimitExceeded') throw error;
    throw new AppError('no-capacity', `Step Functions did not take the run (${faultName(error)}); it is started again within a minute.`);
  }
}

/**
 * The status CANCELING is what the runner's next beat and every later step see; here only what would otherwise wait is hurried on. The
 * compute comes first: the state `Launch` fails once its sandbox was told to stop, and a claim that comes between finds the run CANCELING.
 */
async function stop({ read, underway, launcher, callbacks }: StepFunctionsSettings, runId: string): Promise<void> {
  const { status, attempt, limits, graceSec } = await read(runId);
  if (status !== 'CANCELING') return;
  const { launchToken, sandbox, claimed } = await underway(runId, attempt);
  const grace = graceSec ?? limits.graceSec;
  if (sandbox !== null && (!claimed || grace <= longestGraceSec)) await launcher.stop({ runId, ref: sandbox }, grace);
  if (launchToken !== null && !claimed)
    await callbacks.fail(launchToken, 'canceled', 'The run was canceled before a runner had claimed it.');
}
