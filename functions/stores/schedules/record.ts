import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import { runSettings } from '../../../core/schemas/run.ts';
import { catchUpPolicies, overlapPolicies, slot } from '../../../core/schemas/schedule.ts';
import type { Key, NewRow } from '../../ports/table.ts';
import type { KeptSchedule } from '../../ports/timer.ts';

/** When a schedule is due, as its row keeps it: what the person wrote, read once. */
export const timing = z.object({
  recurrence: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cron'), cron: z.string() }),
    z.object({ kind: z.literal('rate'), everySec: z.int() }),
    z.object({ kind: z.literal('at'), at: instant }),
  ]),
  timezone: z.string(),
  /** Of a rate: from where it is counted. Otherwise: not due before. */
  start: instant.nullable(),
  end: instant.nullable(),
});
export type Timing = z.infer<typeof timing>;

/** A schedule as its row holds it. */
export const scheduleRecord = timing.extend({
  id: z.string(),
  scriptId: z.string(),
  /** The name that the script had when this was written; the script's own row knows the present one. */
  script: z.string(),
  description: z.string().nullable(),
  /** As the person wrote the rate. */
  rate: z.string().nullable(),
  version: z.union([z.int(), z.literal('live')]),
  overlap: z.enum(overlapPolicies),
  catchUp: z.enum(catchUpPolicies),
  settings: z.object(runSettings),
  paused: z.boolean(),
  /** Set when a person removed it while its timer is still to be told; it fires no more and is not shown. */
  removed: z.boolean(),
  /** Every slot at or before this instant has its row in the ledger; none before the schedule was made is a slot. */
  settledThrough: instant,
  /** Whether the timer keeps what this row says; a sweep tells it again until it does. */
  timerKnows: z.boolean(),
  /** Runs of its slots that were not known to have ended when it was last looked at; the newest last. */
  underWay: z.array(z.string()),
  /** The last runs of its backfills, which wait one behind another in a line of their own; the newest last. */
  backfilling: z.array(z.string()).optional(),
  lastSlot: slot.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
});
export type ScheduleRecord = z.infer<typeof scheduleRecord>;

export const slotRecord = slot.extend({ scheduleId: z.string() });
export type SlotRecord = z.infer<typeof slotRecord>;

/** After how many seconds a slot that has no row is looked at a second time, and told as overdue. */
export const overdueSec = 120;

/** Where the schedules stand that the sweep has to look at by an instant. */
export const dueSchedules = 'DUE#SCH';

export function scheduleKey(id: string): Key {
  return { pk: `SCH#${id}`, sk: 'META' };
}

export function slotKey(id: string, at: string): Key {
  return { pk: `SCH#${id}`, sk: `SLOT#${at}` };
}

/** The row of a schedule with its places in the indexes: among all schedules, by script, and by the instant at which the sweep has to look at it.
 *  @param lookAt that instant as ISO 8601; null when nothing is to be looked at any more.
 *  @throws ZodError for what could not be read again. */
export function scheduleRow(record: ScheduleRecord, lookAt: string | null): NewRow {
  const body = JSON.parse(JSON.stringify(record));
  scheduleRecord.parse(body);
  return {
    ...scheduleKey(record.id),
    body,
    index: {
      ...(record.removed ? {} : { runs: { pk: 'SCHEDULES', sk: record.id }, script: { pk: `SCH-OF#${record.scriptId}`, sk: record.id } }),
      ...(lookAt === null ? {} : { due: { pk: dueSchedules, sk: `${lookAt}#${record.id}` } }),
    },
  };
}

/** As a timer keeps it. */
export function asKept({ id, ...rest }: Timing & { id: string }): KeptSchedule {
  return { id, ...keptTiming(rest) };
}

/** When it is due, with instants as a timer has them. */
export function keptTiming({ recurrence, timezone, start, end }: Timing): Omit<KeptSchedule, 'id'> {
  return {
    recurrence: recurrence.kind === 'at' ? { kind: 'at', at: new Date(recurrence.at) } : recurrence,
    timezone,
    ...(start === null ? {} : { start: new Date(start) }),
    ...(end === null ? {} : { end: new Date(end) }),
  };
}
