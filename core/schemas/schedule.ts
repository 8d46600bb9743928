import * as z from 'zod';
import { instant } from './json.ts';
import { runSettings } from './run.ts';
import { statuses } from '../run.ts';

/** What happens when a slot comes due while a run of the same schedule is under way: it is skipped; it waits for that run; both run; that run is canceled. */
export const overlapPolicies = ['skip', 'queue', 'parallel', 'replace'] as const;
/** Which of the slots that were missed are run when the schedule is looked after again. */
export const catchUpPolicies = ['none', 'latest', 'all'] as const;

const momentWords = 'an instant like 2026-12-01T09:00:00Z, or a local time like 2026-12-01T09:00 that is read in the time zone';
const isoMoment = z.iso.datetime({ offset: true, local: true });

/** An instant with its offset, or a local time that is read in the schedule's time zone; a blank may stand for the T. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:\d{2})?$/, momentWords)
  .refine((text) => isoMoment.safeParse(text.replace(' ', 'T')).success, momentWords);

/** What a person says of when and how; exactly one of `cron`, `rate` and `at`. */
const timing = {
  cron: z
    .string()
    .max(200)
    .optional()
    .describe(
      'five fields: minute, hour, day of month, month, day of week; read in `timezone`, where a local time that a clock change leaves out is skipped and one that comes twice is due once, the first time',
    ),
  rate: z.string().max(40).optional().describe('whole minutes, hours or days: `15 minutes`, `2h`, `1 day`; counted from `start`'),
  at: moment.optional().describe('once; without an offset it is read in `timezone`'),
  timezone: z.string().max(64).optional().describe('IANA name like Europe/Berlin; UTC unless said otherwise'),
};
const bounds = { start: moment, end: moment };
const description = z.string().max(2000);

const handling = {
  version: z
    .union([z.int().min(1), z.literal('live')])
    .optional()
    .describe('pinned, or `live`: whatever is live when a slot comes due; `live` unless said otherwise'),
  overlap: z.enum(overlapPolicies).optional().describe('`skip` unless said otherwise'),
  catchUp: z
    .enum(catchUpPolicies)
    .optional()
    .describe(
      'which slots are run later that nobody ran within an hour, or that were due while the server was down: `none` unless said otherwise, they are recorded and told; not those that could not be run (`target-failed`)',
    ),
};

export const createScheduleBody = z.strictObject({
  script: z.string().min(1).max(80).describe('name or id'),
  ...timing,
  start: bounds.start.optional().describe('no slot before'),
  end: bounds.end.optional().describe('no slot from then on'),
  ...handling,
  description: description.optional(),
  paused: z.boolean().optional(),
  ...runSettings,
});
export type CreateScheduleBody = z.infer<typeof createScheduleBody>;

/** What is left out stays; null takes away. A new `cron`, `rate` or `at` takes the place of whichever there was. */
export const updateScheduleBody = z.strictObject({
  ...timing,
  start: bounds.start.nullable().optional(),
  end: bounds.end.nullable().optional(),
  ...handling,
  description: description.nullable().optional(),
  ...runSettings,
  retry: runSettings.retry.unwrap().nullable().optional(),
});
export type UpdateScheduleBody = z.infer<typeof updateScheduleBody>;

/** What the schedule's runs take, estimated at list prices of the AWS edition. */
export const estimate = z.object({
  runsPerMonth: z.number(),
  secondsPerRun: z.number(),
  usdPerRun: z.number(),
  usdPerMonth: z.number(),
  basis: z
    .enum(['past-runs', 'limits'])
    .describe(
      'what it was estimated from: earlier runs of the same code or, while it has none, of an earlier version; else the time limit',
    ),
  message: z.string(),
});
export type Estimate = z.infer<typeof estimate>;

/** What is told of a schedule before it is saved. */
export const schedulePreview = z.object({
  nextFires: z.array(instant).max(5),
  notes: z.array(z.string()).describe('what a pause and the clock changes of the time zone do to the next slots, and why each would fail'),
  estimate,
});
export type SchedulePreview = z.infer<typeof schedulePreview>;

export const slotStates = ['ran', 'skipped', 'missed'] as const;
/** Why a slot was not run, or not when it was due. */
export const slotWhys = ['paused', 'overlap', 'declined', 'server-down', 'overdue', 'target-failed'] as const;
export const slotCauses = ['due', 'late', 'catch-up', 'backfill'] as const;

/** What became of a due time: one row of the ledger. */
export const slot = z.object({
  slot: instant,
  until: instant.nullable().describe('last slot of a long stretch that one row stands for'),
  count: z.int().describe('slots that the row stands for; 1 but for a long stretch'),
  state: z.enum(slotStates),
  why: z
    .enum(slotWhys)
    .nullable()
    .describe(
      '`target-failed`: it could not be run and would fail again, so no catch-up policy runs it; once the reason in `message` is mended, a backfill does',
    ),
  message: z.string().describe('one sentence'),
  cause: z
    .enum(slotCauses)
    .nullable()
    .describe('what made the run: the slot itself, a second look at it, the catch-up policy, or a person'),
  run: z.string().nullable(),
  runStatus: z.enum(statuses).nullable().describe('of its run, once that has ended'),
  decidedAt: instant,
});
export type Slot = z.infer<typeof slot>;

export const scheduleStatuses = ['active', 'paused', 'ended'] as const;
export type ScheduleStatus = (typeof scheduleStatuses)[number];

export const schedule = schedulePreview.extend({
  id: z.string(),
  script: z.string(),
  scriptId: z.string(),
  description: z.string().nullable(),
  status: z.enum(scheduleStatuses),
  cron: z.string().nullable(),
  rate: z.string().nullable(),
  at: instant.nullable(),
  timezone: z.string(),
  start: instant.nullable(),
  end: instant.nullable(),
  version: z.union([z.int(), z.literal('live')]),
  overlap: z.enum(overlapPolicies),
  catchUp: z.enum(catchUpPolicies),
  ...runSettings,
  lastSlot: slot.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
});
export type Schedule = z.infer<typeof schedule>;

export const backfillBody = z.strictObject({
  from: moment.describe('first slot; without an offset it is read in the time zone of the schedule'),
  to: moment.describe('no slot from then on'),
  dryRun: z.boolean().optional().describe('only tell which slots would be run'),
  again: z.boolean().optional().describe('run slots that have run before once more: their rows then name the new run'),
});

/** What a backfill did, or would do: at most 1,000 slots. */
export const backfill = z.object({
  dryRun: z.boolean(),
  slots: z.array(z.object({ slot: instant, run: z.string().nullable(), skipped: z.string().nullable().describe('why it was left out') })),
  runs: z.int(),
  message: z.string(),
});
export type Backfill = z.infer<typeof backfill>;
