import { nextFires } from '../functions/stores/schedules/next-fires.ts';
import { readTiming } from '../functions/stores/schedules/read-timing.ts';
import type { TimingWish } from '../functions/stores/schedules/read-timing.ts';

/** The next due times of what is not saved, with the notes on clock changes; by the same reading as of a schedule.
 *  @throws AppError `bad-request` for times that cannot be kept. */
export function firesAhead(wish: TimingWish, now: Date): { timezone: string; nextFires: string[]; notes: string[] } {
  const timing = readTiming(wish, now);
  return { timezone: timing.timezone, ...nextFires(timing, now) };
}
