import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import { lateMs } from '../stores/ledger/next-step.ts';
import { nextDue, slotAt } from '../stores/schedules/due.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { enterSlots } from '../submitting/enter-slots.ts';
import { settleSchedule } from '../submitting/settle-schedule.ts';
import { unranRow } from '../submitting/slot-draft.ts';

const tries = 20;

/**
 * Makes good that the event of a slot could not be delivered: the slot is run late, or what else its schedule says of it. One that nobody is to run any more,
 * because it is an hour old, is missed with why. A slot that has its row by then, because the sweep saw to it, is left as it is.
 * @param error why, as the sender says.
 * @throws AppError `conflict` when others were always quicker, and what keeps the slot from being run for the moment; the sweep goes on with it.
 */
export async function slotUndelivered(
  services: Services,
  { scheduleId, at, error }: { scheduleId: string; at: Date; error: string },
): Promise<void> {
  const { ledger, now } = services.stores;
  services.settings.log('error', 'the event of a slot was not delivered', { scheduleId, slot: at.toISOString(), error });
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const stored = await ledger.schedule(scheduleId);
    if (stored === null || stored.body.removed) return;
    const slot = slotAt(stored.body, at);
    if (slot === null || slot <= new Date(stored.body.settledThrough)) return;
    if (!isGivenUp(stored.body, slot, now())) return settleSchedule(services, scheduleId, { through: slot });
    const message = `Its event could not be delivered: ${error}`;
    const row = unranRow(stored.body, slot.toISOString(), { state: 'missed', why: 'target-failed', message }, now());
    const next = nextDue(stored.body, new Date(stored.body.settledThrough));
    if (next !== null && next < slot) await settleSchedule(services, scheduleId, { through: new Date(slot.getTime() - 1) });
    else if (await enterSlots(services, stored, { rows: [row], isOverdue: true })) return;
  }
  throw new AppError('conflict');
}

/** Whether nothing but why it was missed is left to be said of a slot. */
function isGivenUp({ paused, catchUp }: ScheduleRecord, slot: Date, now: Date): boolean {
  return !paused && catchUp === 'none' && now.getTime() - slot.getTime() >= lateMs;
}
