import type { Sandbox, SandboxState } from '../../ports/launcher.ts';
import { isTerminal } from '../../../core/run.ts';
import { unreachable } from '../../../core/unreachable.ts';
import type { Whole } from '../../stores/attempts/whole.ts';
import { afterEnd } from '../../workflow/after-end.ts';
import { answerGone } from '../../workflow/answer-gone.ts';
import { failWaiting, succeedWaiting } from '../../workflow/answer-waiting.ts';
import type { AnsweringParts } from '../../workflow/parts.ts';
import { settleRun } from '../../workflow/settle-run.ts';
import { remedyFor } from './remedy.ts';
import type { Remedy } from './remedy.ts';

/** How long one sweep waits for the end of a sandbox that it stopped; the next sweep sees the rest. In seconds. */
const waitSec = 15;

/** What is known of a run and its sandbox before anything is done. */
export interface LookedAt {
  whole: Whole;
  sandbox: SandboxState | null;
}

/**
 * The sandboxes of runs, asked for in one go; one whose name was never kept is looked for among all that live.
 * @param living null when nobody could say; a sandbox without a name is then taken for alive.
 */
export async function lookAt(
  { launcher }: AnsweringParts,
  wholes: readonly Whole[],
  living: readonly Sandbox[] | null,
): Promise<LookedAt[]> {
  const named = wholes.flatMap((whole) => {
    const ref = isTerminal(whole.record.status) ? null : (whole.row?.sandbox ?? null);
    return ref === null ? [] : [{ runId: whole.record.id, ref }];
  });
  const states = named.length === 0 ? [] : await launcher.look(named);
  const byRun = new Map(named.map(({ runId }, index) => [runId, states[index] ?? null]));
  const alive = living && new Set(living.map(({ runId }) => runId));
  return wholes.map((whole) => {
    const unnamed = alive === null || alive.has(whole.record.id) ? ({ state: 'running' } as const) : null;
    return { whole, sandbox: byRun.get(whole.record.id) ?? unnamed };
  });
}

/** Does for one run what it needs; most need nothing. */
export async function lookAfter(parts: AnsweringParts, { whole, sandbox }: LookedAt): Promise<void> {
  const remedy = remedyFor(whole, sandbox, parts.stores.now());
  if (remedy.kind === 'none') return;
  const { record } = whole;
  if (remedy.kind !== 'free') parts.settings.log('info', 'a run is looked after', { runId: record.id, remedy: remedy.kind });
  await apply(parts, whole, remedy);
}

async function apply(parts: AnsweringParts, whole: Whole, remedy: Exclude<Remedy, { kind: 'none' }>): Promise<void> {
  const { id } = whole.record;
  if (remedy.kind === 'free') await parts.stores.runs.free(id);
  else if (remedy.kind === 'start') await parts.workflow.start(id);
  else if (remedy.kind === 'end') await end(parts, whole, true);
  else if (!(await answer(parts, whole, remedy))) await end(parts, whole, remedy.kind !== 'fail' || remedy.insists);
}

/** Whether somebody waited and now ends the run. */
async function answer(
  parts: AnsweringParts,
  { record, row }: Whole,
  remedy: Extract<Remedy, { kind: 'reported' | 'gone' | 'fail' }>,
): Promise<boolean> {
  if (row === null) return false;
  switch (remedy.kind) {
    case 'reported':
      return succeedWaiting(parts.callbacks, row);
    case 'gone':
      return answerGone(parts, record, { row, why: remedy.why, waitSec: 0 });
    case 'fail':
      return failWaiting(parts.callbacks, row, remedy.error, remedy.cause);
    default:
      return unreachable(remedy);
  }
}

async function end(parts: AnsweringParts, { record }: Whole, insists: boolean): Promise<void> {
  const settled = await settleRun(parts, { runId: record.id, attempt: record.attempt }, { waitSec, insists });
  if (!settled?.changed) return;
  parts.metrics.count('runsRescued');
  parts.settings.log('info', 'the sweep ended a run', { runId: record.id, status: settled.record.status });
  await afterEnd(parts, settled.record);
}
