import type { Settings } from '../services.ts';
import { tellTimerOrLater } from '../submitting/tell-timer.ts';
import type { Telling } from '../submitting/tell-timer.ts';

/** Tells the timer of the schedules of which it should have been told, but whoever changed them was cut off or heard a fault. Gives how many it told.
 *  @param soon also of those whose writers may be about to tell it: for a process that notices what another one wrote. */
export async function tellTimers(services: Telling & { settings: Pick<Settings, 'log'> }, { soon = false } = {}): Promise<number> {
  let told = 0;
  for (const id of await services.stores.schedules.untold(soon)) if (await tellTimerOrLater(services, id).catch(() => false)) told += 1;
  return told;
}
