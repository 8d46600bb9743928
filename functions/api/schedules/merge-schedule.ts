import type { UpdateScheduleBody } from '../../../core/schemas/schedule.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';
import { readTiming } from '../../stores/schedules/read-timing.ts';
import type { TimingWish } from '../../stores/schedules/read-timing.ts';

/** What a schedule is to become: what was left out stays, null takes away, a new recurrence takes the place of the old one.
 *  @throws AppError `bad-request` for times that do not fit together any more. */
export function mergeSchedule(before: ScheduleWish, body: UpdateScheduleBody, now: Date): ScheduleWish {
  const { cron, rate, at, timezone, start, end, version, overlap, catchUp, description, ...settings } = body;
  const changes = { cron, rate, at, timezone, start, end };
  const unchanged = Object.values(changes).every((value) => value === undefined);
  return {
    ...before,
    ...(unchanged ? {} : readTiming(mergeTiming(before, changes, now), now)),
    version: version ?? before.version,
    overlap: overlap ?? before.overlap,
    catchUp: catchUp ?? before.catchUp,
    description: description === undefined ? before.description : description,
    settings: mergeSettings(before.settings, settings),
  };
}

function mergeTiming(before: ScheduleWish, { cron, rate, at, timezone, start, end }: TimingWish, now: Date): TimingWish {
  const { recurrence } = before;
  const another = cron !== undefined || rate !== undefined || at !== undefined;
  const kept = {
    cron: recurrence.kind === 'cron' ? recurrence.cron : undefined,
    rate: before.rate ?? undefined,
    at: recurrence.kind === 'at' ? recurrence.at : undefined,
  };
  return {
    ...(another ? { cron, rate, at } : kept),
    timezone: timezone ?? before.timezone,
    // What is due once has no bounds, so those of what it was go with it.
    start:
      start === undefined && at === undefined ? keptStart(before, another ? rate !== undefined : recurrence.kind === 'rate', now) : start,
    end: end === undefined && at === undefined ? before.end : end,
  };
}

/** A rate goes on being counted from where it was; for anything else a start that has passed means nothing. */
function keptStart({ start }: ScheduleWish, isRate: boolean, now: Date): string | null {
  return isRate || (start !== null && start > now.toISOString()) ? start : null;
}

function mergeSettings(before: ScheduleWish['settings'], { retry, ...changes }: Partial<UpdateScheduleBody>): ScheduleWish['settings'] {
  if (retry === undefined && Object.keys(changes).length === 0) return before;
  const { retry: kept, ...others } = before;
  const wanted = retry === undefined ? kept : (retry ?? undefined);
  return { ...others, ...changes, ...(wanted === undefined ? {} : { retry: wanted }) };
}
