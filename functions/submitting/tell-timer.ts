import { AppError } from '../../core/errors.ts';
import { errorText } from '../../core/error-text.ts';
import type { Timer } from '../ports/timer.ts';
import type { Settings } from '../services.ts';
import type { Stores } from '../stores/index.ts';
import { nextDue } from '../stores/schedules/due.ts';
import { asKept } from '../stores/schedules/record.ts';

/** What it takes to tell a timer. */
export interface Telling {
  stores: Pick<Stores, 'schedules' | 'now'>;
  timer: Timer;
}

/** Who tells while others change the row comes last at the latest after so many rounds; the sweep goes on. */
const rounds = 5;

/** Makes the timer keep what the schedule's row says, or forget it. The row is read again behind each telling, so that of two who tell at once
 *  the slower one, whose word the timer has, sees what the quicker one wrote.
 *  @throws what the timer throws; the sweep then tells it again. */
export async function tellTimer({ stores, timer }: Telling, id: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const row = await stores.schedules.find(id);
    const kept = row && !row.body.removed ? asKept(row.body) : null;
    if (kept && nextDue(kept, stores.now()) !== null) await timer.keep(kept);
    else await timer.forget(id);
    if (await stores.schedules.told(id, kept)) return;
  }
}

/** The same for whoever has changed a schedule: what the row says is certain already, so a timer that cannot be told now is told by the sweep. Gives whether it was told.
 *  @throws AppError `bad-request` when the timer will never take it. */
export async function tellTimerOrLater(services: Telling & { settings: Pick<Settings, 'log'> }, id: string): Promise<boolean> {
  try {
    await tellTimer(services, id);
    return true;
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    // A process that only records schedules has no timer at all, which is no fault.
    const level = code === 'no-capacity' ? 'info' : 'error';
    services.settings.log(level, 'the timer could not be told of a schedule', { scheduleId: id, error: errorText(error) });
    if (code === 'bad-request') throw error;
    return false;
  }
}
