import { isTerminal } from '../../core/run.ts';
import type { Report } from '../../core/schemas/report.ts';
import type { FinishStep } from '../../core/schemas/steps.ts';
import type { At } from '../stores/attempts/record.ts';
import type { Whole } from '../stores/attempts/whole.ts';
import { readReport } from '../stores/runs/report.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { audited } from './audited.ts';
import { endingSec, endSandbox } from './end-sandbox.ts';
import { judge } from './judge.ts';
import type { EndingParts } from './parts.ts';
import { runEnded } from './run-ended.ts';

export interface Settling {
  error?: FinishStep['error'];
  /** How long to wait for the end of the sandbox, in seconds; as long as the run allows unless said otherwise. */
  waitSec?: number;
  /** Whether the run is ended even though its sandbox was not seen gone: a sandbox that cannot be stopped must hold up nobody. */
  insists: boolean;
}

/** The run as it is then, and whether this call has ended it; one that is to be attempted again has not ended. */
export interface Settled {
  record: RunRecord;
  changed: boolean;
}

/**
 * Ends a run by what is known: by its report, which wins however late it comes; without one its sandbox is stopped first, and then
 * facts decide. Workflow, events and sweep all end runs here, and only the first of them changes anything.
 * @returns null when its sandbox still lives and nobody insists. @throws AppError `not-found`.
 */
export async function settleRun(parts: EndingParts, at: At, settling: Settling): Promise<Settled | null> {
  for (;;) {
    const whole = await parts.stores.attempts.whole(at.runId);
    if (isTerminal(whole.record.status) || whole.record.attempt !== at.attempt) return { record: whole.record, changed: false };
    const report = await reportOf(parts, whole.record);
    const ended = report === null ? await endWithout(parts, whole, settling) : await endBy(parts, whole.record, report);
    if (ended === 'living') return null;
    if (ended !== 'reported') return ended;
  }
}

async function endBy(parts: EndingParts, before: RunRecord, report: Report): Promise<Settled> {
  const end = await parts.stores.runs.endByReport(await audited(parts.bucket, before, report));
  return settled(parts, end);
}

async function endWithout(
  parts: EndingParts,
  whole: Whole,
  { error, waitSec = endingSec(whole.record), insists }: Settling,
): Promise<Settled | 'living' | 'reported'> {
  const { stores, settings } = parts;
  const { id: runId, attempt } = whole.record;
  const sandbox = await endSandbox(parts, whole, waitSec);
  if (!sandbox.isGone && !insists) return 'living';
  if (!sandbox.isGone) settings.log('error', 'a sandbox did not stop in time', { runId, waitSec });
  if ((await reportOf(parts, whole.record)) !== null) return 'reported';
  const { record, row, live } = await stores.attempts.whole(runId);
  const facts = judge({ record, row, error, aliveAt: sandbox.aliveAt ?? live.beatAt, why: sandbox.why, now: stores.now() });
  // A report that was noted but cannot be used is as good as none.
  const guard = row === null || row.reportedAt === null ? stores.attempts.unreported({ runId, attempt }) : undefined;
  const end = await stores.runs.endWithoutReport(runId, facts, { guard, attempt });
  const isOver = isTerminal(end.record.status) || end.record.attempt !== attempt;
  return isOver ? settled(parts, end) : 'reported';
}

function settled(parts: EndingParts, { record, changed }: Settled): Settled {
  const hasEnded = isTerminal(record.status);
  if (changed && hasEnded) runEnded(parts, record);
  else if (changed) parts.settings.log('info', runAgainMessage, { runId: record.id, ...lastOf(record) });
  return { record, changed: changed && hasEnded };
}

/** What an attempt that is to be repeated is told as in the operator's log. */
const runAgainMessage = 'run is attempted again';

function lastOf({ attempts, retryAt }: RunRecord): Record<string, string | number | null> {
  const last = attempts.at(-1);
  return { attempt: last?.attempt ?? 0, status: last?.status ?? '', reason: last?.reason ?? null, retryAt };
}

async function reportOf({ bucket, settings }: EndingParts, record: RunRecord): Promise<Report | null> {
  const found = await readReport(bucket, record);
  if (found.kind === 'unusable') settings.log('error', 'a report cannot be used', { runId: record.id, why: found.why });
  return found.kind === 'report' ? found.report : null;
}
