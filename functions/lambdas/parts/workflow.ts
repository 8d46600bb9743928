import { loader } from '../../aws/clients/loader.ts';
import { createStepFunctionsWorkflow } from '../../aws/workflow/step-functions-workflow.ts';
import type { Config } from '../../config.ts';
import type { Callbacks } from '../../ports/callbacks.ts';
import type { Launcher } from '../../ports/launcher.ts';
import type { Workflow } from '../../ports/workflow.ts';
import type { Stores } from '../../stores/index.ts';
import { reportingSec } from '../../stores/runs/clocks.ts';

interface WorkflowParts {
  stores: Stores;
  launcher: Pick<Launcher, 'stop'>;
  callbacks: Pick<Callbacks, 'fail'>;
}

/** The installation's state machine. */
export function openWorkflow({ stateMachine, endpoint }: Config<'stateMachine' | 'endpoint'>, parts: WorkflowParts): Workflow {
  const { launcher, callbacks, stores } = parts;
  return createStepFunctionsWorkflow(
    { sfn: loader(() => import('../../aws/clients/sfn.ts'), { endpoint }) },
    {
      stateMachine,
      reportingSec,
      launcher,
      callbacks,
      read: (runId) => stores.runs.record(runId),
      underway: async (runId, attempt) => {
        const { record, row } = await stores.attempts.whole(runId);
        if (row === null || record.attempt !== attempt) return { launchToken: null, sandbox: null, claimed: false };
        return { launchToken: row.launchToken, sandbox: row.sandbox, claimed: row.claimedAt !== null };
      },
    },
  );
}
