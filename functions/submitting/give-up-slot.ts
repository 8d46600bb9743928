import { AppError } from '../../core/errors.ts';
import { errorText } from '../../core/error-text.ts';
import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import { lateMs } from '../stores/ledger/next-step.ts';
import type { Step } from '../stores/ledger/next-step.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { enterSlots } from './enter-slots.ts';
import { sentenceOf, unranRow } from './slot-draft.ts';

/** What went wrong with a slot that was to be run. */
export interface SlotFault {
  step: Extract<Step, { kind: 'run' }>;
  error: unknown;
  /** Whether somebody waits for the slot to be decided, whatever its age. */
  isAwaited: boolean;
}

/**
 * Writes that a slot could not be run, so that what comes behind it goes on: an hour after it was due, or at once when somebody waits for it. Until then, and
 * always when the table or what else we rest on has no room, a later look decides.
 * @returns false, and nothing written, when the schedule has changed meanwhile, as it has when the run was recorded before the fault.
 * @throws the fault that is left to a later look.
 */
export async function giveUpSlot(services: Services, stored: Stored<ScheduleRecord>, fault: SlotFault): Promise<boolean> {
  const { step, error, isAwaited } = fault;
  const now = services.stores.now();
  const isOld = now.getTime() - Date.parse(step.slot) >= lateMs;
  if (passes(error) || !(isOld || isAwaited)) throw error;
  const facts = { scheduleId: stored.body.id, slot: step.slot, error: errorText(error) };
  services.settings.log('error', 'a slot could not be run', facts);
  const row = unranRow(stored.body, step.slot, { state: 'missed', why: 'target-failed', message: sentence(error) }, now);
  return enterSlots(services, stored, { rows: [row], isOverdue: step.isOverdue });
}

function passes(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'no-capacity' || error.code === 'conflict');
}

/** What is no refusal of ours is for the operator: it may name what nobody else is to see. */
function sentence(error: unknown): string {
  return error instanceof AppError && error.code !== 'internal'
    ? sentenceOf(error)
    : "Something went wrong on our side when it was to be run; the server's log has more.";
}
