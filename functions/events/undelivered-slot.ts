import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import { nextDue, slotAt } from '../stores/schedules/due.ts';
import { enterSlots } from '../submitting/enter-slots.ts';
import { settleSchedule } from '../submitting/settle-schedule.ts';
import { unranRow } from '../submitting/slot-draft.ts';

const tries = 20;

/** Records that the event of a slot could not be delivered. A slot that has its row by then, because the sweep saw to it, is left as it is.
 *  @param error why, as the sender says. @throws AppError `conflict` when others were always quicker. */
export async function slotUndelivered(
  services: Services,
  { scheduleId, at, error }: { scheduleId: string; at: Date; error: string },
): Promise<void> {
  const { ledger, now } = services.stores;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const stored = await ledger.schedule(scheduleId);
    if (stored === null || stored.body.removed) return;
    const slot = slotAt(stored.body, at);
    if (slot === null || slot <= new Date(stored.body.settledThrough)) return;
    const message = `Its event could not be delivered: ${error}`;
    const row = unranRow(stored.body, slot.toISOString(), { state: 'missed', why: 'target-failed', message }, now());
    const next = nextDue(stored.body, new Date(stored.body.settledThrough));
    if (next !== null && next < slot) await settleSchedule(services, scheduleId, { through: new Date(slot.getTime() - 1) });
    else if (await enterSlots(services, stored, { rows: [row], isOverdue: true })) return;
  }
  throw new AppError('conflict');
}
