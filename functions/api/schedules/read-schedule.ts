import type { CreateScheduleBody } from '../../../core/schemas/schedule.ts';
import type { Services } from '../../services.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';
import { readTiming } from '../../stores/schedules/read-timing.ts';
import { checkTarget } from '../../submitting/check-target.ts';

/** A new schedule as it was written, held to what it would run.
 *  @throws AppError `bad-request` for the times, and as `checkTarget`. */
export async function readSchedule(services: Services, body: CreateScheduleBody): Promise<ScheduleWish> {
  const { script: name, cron, rate, at, timezone, start, end, ...handling } = body;
  const { version = 'live', overlap = 'skip', catchUp = 'none', description = null, paused = false, ...settings } = handling;
  const timing = readTiming({ cron, rate, at, timezone, start, end }, services.stores.now());
  const { script } = await checkTarget(services, name, version, settings);
  return { ...timing, scriptId: script.id, script: script.name, version, overlap, catchUp, description, paused, settings };
}
