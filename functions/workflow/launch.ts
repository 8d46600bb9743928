import { unreachable } from '../../core/unreachable.ts';
import type { WaitingStep } from '../../core/schemas/steps.ts';
import type { Services } from '../services.ts';
import type { Opened } from '../stores/attempts/launches.ts';
import type { At, AttemptRecord } from '../stores/attempts/record.ts';
import { launchRun } from './launch-run.ts';
import { patiently } from './patiently.ts';

type Parts = Pick<Services, 'stores' | 'bucket' | 'launcher' | 'callbacks' | 'pulse'>;

/**
 * The state `Launch`: starts a sandbox whose claim will complete the state. The launch is counted and its code made before it is
 * tried, so that a step that dies in between leaves a sandbox that nobody lets in rather than two that are.
 * @throws AppError `no-capacity`, which the workflow tries again, or `start-failed`, which it does not.
 */
export async function launchStep(parts: Parts, { runId, attempt, token }: WaitingStep): Promise<void> {
  const at = { runId, attempt };
  const opened = await parts.stores.attempts.open(at, token);
  switch (opened.kind) {
    case 'over':
      await parts.callbacks.fail(token, 'canceled', 'The run was canceled or had ended before it was launched.');
      return;
    case 'claimed':
      await parts.callbacks.succeed(token, {});
      return;
    case 'launched':
      return;
    case 'launch':
      return launch(parts, at, opened);
    default:
      return unreachable(opened);
  }
}

async function launch(parts: Parts, at: At, opened: Extract<Opened, { kind: 'launch' }>): Promise<void> {
  const { stores, launcher } = parts;
  let { launch: newest } = opened;
  const handover = {
    claimed: async () => hasClaim((await stores.attempts.whole(at.runId)).row),
    renew: async () => {
      const renewed = await stores.attempts.renew(at, newest);
      newest = renewed?.launch ?? newest;
      return renewed;
    },
  };
  const { record, launch: first, claimCode } = opened;
  const ref = await launchRun(parts, record, { launch: first, claimCode, handover });
  // A sandbox whose name was not kept would be looked for among all others.
  const isWanted = await patiently(parts, at.runId, () => stores.attempts.launched(at, newest, ref));
  if (!isWanted) await launcher.stop({ runId: at.runId, ref }, 0);
}

function hasClaim(row: AttemptRecord | null): boolean {
  return row !== null && row.claimedAt !== null;
}
