import type { Slot } from '../../../core/schemas/schedule.ts';

type Cause = NonNullable<Slot['cause']>;

/** What a row says of a slot that was run. */
export const ranTexts = {
  due: 'It was run when it was due.',
  late: 'It was run late, because nothing had run it when it was due.',
  'catch-up': 'It was missed when it was due and run later, as the catch-up policy says.',
  backfill: 'It was run by a backfill.',
} as const satisfies Record<Cause, string>;

/** Why slots have no run that nobody can run any more. */
export const goneTexts = {
  paused: 'The schedule was paused when it was due; nothing was run.',
  'server-down': 'The server was not running when it was due; a backfill can run it.',
  overdue: 'Nothing ran it within an hour of its due time; a backfill can run it.',
} as const satisfies Partial<Record<NonNullable<Slot['why']>, string>>;
export type Gone = keyof typeof goneTexts;

/** Of a slot whose run was recorded and whose script then said that there is nothing to do. */
export const declinedText = "The script's `trigger()` said no, so nothing was run.";
