import type { Services } from '../services.ts';
import { nextDue } from '../stores/schedules/due.ts';
import { asKept } from '../stores/schedules/record.ts';

/** Who tells while others change the row comes last at the latest after so many rounds; the sweep goes on. */
const rounds = 5;

/** Makes the timer keep what the schedule's row says, or forget it. The row is read again behind each telling, so that of two who tell at once
 *  the slower one, whose word the timer has, sees what the quicker one wrote.
 *  @throws what the timer throws; the sweep then tells it again. */
export async function tellTimer({ stores, timer }: Pick<Services, 'stores' | 'timer'>, id: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const row = await stores.schedules.find(id);
    const kept = row && !row.body.removed ? asKept(row.body) : null;
    if (kept && nextDue(kept, stores.now()) !== null) await timer.keep(kept);
    else await timer.forget(id);
    if (await stores.schedules.told(id, kept)) return;
  }
}
