import * as z from 'zod';
import { idPattern } from '../../core/ids.ts';
import { isTerminal } from '../../core/run.ts';
import type { Stores } from '../stores/index.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { wholeOrNull } from '../stores/attempts/whole-or-null.ts';
import type { Whole } from '../stores/attempts/whole.ts';
import { answerGone } from '../workflow/answer-gone.ts';
import type { AnsweringParts } from '../workflow/parts.ts';

const time = z.iso.datetime({ offset: true }).optional();

/** What EventBridge tells when a task has stopped (AWS docs: ECS, "Task state change events"). Its overrides carry a one-time code and are not read. */
export const taskStoppedEvent = z.object({
  detail: z.object({
    taskArn: z.string(),
    lastStatus: z.literal('STOPPED'),
    /** The run, or the warm slot, for which the task was started. */
    startedBy: z.string().optional(),
    stopCode: z.string().optional(),
    stoppedReason: z.string().optional(),
    containers: z.array(z.object({ name: z.string(), exitCode: z.int().optional(), reason: z.string().optional() })).default([]),
    createdAt: time,
    pullStartedAt: time,
    pullStoppedAt: time,
    startedAt: time,
    stoppedAt: time,
  }),
});
type Task = z.output<typeof taskStoppedEvent>['detail'];

/** A report may still be on its way when its sandbox is gone; a task may stop before its launch kept its name. */
const waitSec = 5;

/**
 * A task has stopped: whoever waits for its run hears so at once. What stopped before it was claimed is a failed start; of what
 * stopped later a report may be there. Tasks of older launches, of ended runs and of nobody change nothing.
 */
export async function taskStopped(parts: AnsweringParts, { detail }: z.output<typeof taskStoppedEvent>): Promise<void> {
  const runId = await runOf(parts.stores, detail.startedBy);
  const whole = runId === null ? null : await placed(parts, runId);
  if (whole === null || !isAdmitted(whole.record)) return;
  const { record } = whole;
  const why = whyOf(detail);
  const row = await parts.stores.attempts.sawGone({ runId: record.id, attempt: record.attempt }, detail.taskArn, why);
  if (row === null) return;
  await parts.stores.runs.phases(record.id, phasesOf(detail));
  await answerGone(parts, record, { row, why, waitSec });
}

async function runOf({ warmSlots }: Stores, startedBy = ''): Promise<string | null> {
  return idPattern('run').test(startedBy) ? startedBy : warmSlots.runOf(startedBy);
}

/** Whether an attempt of the run is under way; its tasks of attempts before are nobody's business. */
function isAdmitted({ status, admittedAt }: RunRecord): boolean {
  return !isTerminal(status) && admittedAt !== null;
}

/** The run, once its launch has kept the sandbox's name; null when there is no such run. */
async function placed({ stores, pulse }: AnsweringParts, runId: string): Promise<Whole | null> {
  const until = stores.now().getTime() + waitSec * 1000;
  for (;;) {
    const whole = await wholeOrNull(stores.attempts, runId);
    const isPlaced = whole === null || !isAdmitted(whole.record) || (whole.row !== null && whole.row.sandbox !== null);
    if (isPlaced || stores.now().getTime() >= until) return whole;
    await pulse.wait(runId, 1000);
  }
}

function whyOf({ stopCode, stoppedReason, containers }: Task): string {
  const codes = containers.flatMap(({ name, exitCode, reason }) => [
    ...(exitCode === undefined ? [] : [`${name} exited with ${exitCode}`]),
    ...(reason === undefined ? [] : [reason]),
  ]);
  return (
    [stopCode, stoppedReason, ...codes].filter((text) => text !== undefined && text !== '').join(': ') ||
    'ECS does not say why the task stopped'
  );
}

/** How long the task waited for its place and for its image. */
function phasesOf({ createdAt, pullStartedAt, pullStoppedAt }: Task): Record<string, number> {
  return { ...between('placedMs', createdAt, pullStartedAt), ...between('pulledMs', pullStartedAt, pullStoppedAt) };
}

function between(name: string, from: string | undefined, to: string | undefined): Record<string, number> {
  return from === undefined || to === undefined ? {} : { [name]: Math.max(0, Date.parse(to) - Date.parse(from)) };
}
