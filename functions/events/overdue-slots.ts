import { errorText } from '../../core/error-text.ts';
import type { Services } from '../services.ts';
import { eachOf } from '../stores/each-of.ts';
import { overdueSec } from '../stores/schedules/record.ts';
import { settleSchedule } from '../submitting/settle-schedule.ts';

/** Schedules looked at at once. */
const width = 8;

/**
 * Looks a second time at slots that came due and have no row: events get lost, and servers stand still. Called each minute and at start-up. The
 * index that finds the schedules may be late; what is done with each rests on its own row. One that cannot be looked after holds up no other.
 * @param options `downUntil`: until when nobody was there to run anything; null where somebody always is. `signal`: nothing is begun once it is aborted.
 * @returns how many schedules could not be looked after; the next call tries them again.
 */
export async function settleOverdue(
  services: Services,
  { downUntil, signal }: { downUntil: Date | null; signal?: AbortSignal },
): Promise<number> {
  const { stores, settings } = services;
  const now = stores.now().getTime();
  const overdue = now - overdueSec * 1000;
  // What came due before somebody was there has no event under way that could still run it.
  const through = new Date(downUntil === null ? overdue : Math.min(now, Math.max(overdue, downUntil.getTime())));
  const found = stores.ledger.dueBy(new Date(through.getTime() + overdueSec * 1000));
  let failed = 0;
  await eachOf(found, width, async (scheduleId) => {
    try {
      await settleSchedule(services, scheduleId, { through, downUntil, signal });
    } catch (error) {
      failed += 1;
      settings.log('error', 'looking after due times failed', { scheduleId, error: errorText(error) });
    }
  });
  return failed;
}
