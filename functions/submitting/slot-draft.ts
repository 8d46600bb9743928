import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Slot } from '../../core/schemas/schedule.ts';
import type { Services } from '../services.ts';
import { slotRunId } from '../stores/ledger/slot-run-id.ts';
import { ranTexts } from '../stores/ledger/slot-text.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import type { ScheduleRecord, SlotRecord } from '../stores/schedules/record.ts';
import { isTerminal } from '../../core/run.ts';
import { savedProgram } from './programs.ts';

import { draftRun } from './submit-run.ts';
import type { Program } from './submit-run.ts';

/** What is to be run for a slot. */
export interface SlotToRun {
  slot: string;
  cause: NonNullable<Slot['cause']>;
  by: string;
  /** The run that the slot had, when it is run once more. */
  instead?: string | null;
  /** Whether it waits behind a line of others. */
  isInLine?: boolean;
}

/** What a schedule runs at this moment. @throws AppError `not-found no-version` when there is no such script or version any more. */
export async function programOfSlots(services: Services, schedule: ScheduleRecord): Promise<Program> {
  const { scriptId, version, settings } = schedule;
  const { securityLevel: level, allowedImports } = settings;
  try {
    return await savedProgram(services, scriptId, version, { level, allowedImports });
  } catch (error) {
    if (await services.stores.scripts.find(scriptId)) throw error;
    throw new AppError('not-found', deleted(schedule));
  }
}

/** People know a script by its name, which nothing but its schedules still has once it is deleted. */
function deleted({ id, script }: ScheduleRecord): string {
  return `The script ${script} was deleted; remove this schedule (\`runlet schedules remove ${id}\`), or save the script again and make a new schedule.`;
}

/** The run of a slot as it would begin. @param by id of who made the schedule, or asked for a backfill.
 *  @throws AppError `invalid-input bad-request too-large` when it cannot be run, others when that cannot be told now. */
export async function draftOfSlot(
  services: Services,
  { id, settings }: ScheduleRecord,
  program: Program,
  { slot, cause, instead, by, isInLine = false }: SlotToRun,
): Promise<RunRecord> {
  const run = await draftRun(services, program, {
    ...settings,
    id: slotRunId(id, slot, services.stores.now(), instead),
    actor: { id: by, name: by, scopes: [] },
    idempotency: null,
    trigger: { kind: 'schedule', actor: by, schedule: id, slot, cause },
  });
  return isInLine || inLine.has(cause) ? { ...run, queueTimeoutSec: Math.max(run.queueTimeoutSec, lineSec) } : run;
}

/** Of these up to a thousand wait one behind another, longer than a run waits for a free place. */
const inLine = new Set<SlotToRun['cause']>(['backfill', 'catch-up']);
const lineSec = 14 * 24 * 3600;

const finalCodes = new Set<ErrorCode>([
  'not-found',
  'no-version',
  'invalid-input',
  'bad-request',
  'bad-source',
  'no-entrypoint',
  'too-large',
]);

/** Why a slot cannot be run however often it is tried, in a sentence; null for a fault that passes. */
export function whyNever(error: unknown): string | null {
  return error instanceof AppError && finalCodes.has(error.code) ? sentenceOf(error) : null;
}

/** A refusal with the first fields that it names. */
export function sentenceOf({ message, fields }: AppError): string {
  const named = fields.map(({ field, expected, got }) => ` ${field}: expected ${expected}, got ${got}.`);
  return message + named.slice(0, 3).join('');
}

/** The row of a slot that this run runs. */
export function ranRow(
  schedule: ScheduleRecord,
  { slot, cause }: Pick<SlotToRun, 'slot' | 'cause'>,
  run: RunRecord,
  now: Date,
): SlotRecord {
  const runStatus = isTerminal(run.status) ? run.status : null;
  return { ...bareRow(schedule, slot, now), state: 'ran', why: null, message: ranTexts[cause], cause, run: run.id, runStatus };
}

/** The row of a slot that has no run. */
export function unranRow(
  schedule: ScheduleRecord,
  slot: string,
  { state, why, message }: Pick<SlotRecord, 'state' | 'why' | 'message'>,
  now: Date,
): SlotRecord {
  return { ...bareRow(schedule, slot, now), state, why, message, cause: null, run: null, runStatus: null };
}

function bareRow({ id }: ScheduleRecord, slot: string, now: Date) {
  return { scheduleId: id, slot, until: null, count: 1, decidedAt: now.toISOString() };
}
