import type { Services } from '../services.ts';
import { nextDue, slotAt } from '../stores/schedules/due.ts';
import { settleSchedule } from './settle-schedule.ts';

/** Clocks differ by a little; an event of later than this from now is left until it is due. */
const earlyMs = 60_000;

/**
 * Runs the slot that a timer calls for, or records why it is not run. Called twice, late or in another order it does the same once; slots before it that nobody
 * called for come first. An event that means no slot of the schedule as it is now has its timer told again.
 * @param event `at`: the due time that the event names. `signal`: no step is begun once it is aborted.
 * @throws for faults that pass; the slot then has no row, and whoever calls again, or the sweep, decides.
 */
export async function fireSlot(
  services: Services,
  { scheduleId, at, signal }: { scheduleId: string; at: Date; signal?: AbortSignal },
): Promise<void> {
  const { ledger, schedules, now } = services.stores;
  const stored = await ledger.schedule(scheduleId);
  if (stored === null || stored.body.removed) return services.timer.forget(scheduleId);
  if (at.getTime() > now().getTime() + earlyMs) return;
  const slot = slotAt(stored.body, at);
  if (slot === null) {
    // Who was changed a moment ago may be called for by what was before.
    if (at > new Date(stored.body.settledThrough)) await schedules.doubt(scheduleId);
    return;
  }
  if (slot > new Date(stored.body.settledThrough)) await settleSchedule(services, scheduleId, { through: slot, event: slot, signal });
  if (nextDue(stored.body, slot) === null) await forget(services, scheduleId, slot);
}

/** Whoever gave it further due times since it was read may have told the timer just before it forgot them. */
async function forget({ stores, timer }: Services, scheduleId: string, slot: Date): Promise<void> {
  await timer.forget(scheduleId);
  const now = await stores.ledger.schedule(scheduleId);
  if (now !== null && !now.body.removed && nextDue(now.body, slot) !== null) await stores.schedules.doubt(scheduleId);
}
