import { AppError } from '../../core/errors.ts';
import type { Backfill } from '../../core/schemas/schedule.ts';
import type { Services } from '../services.ts';
import { dueBetween } from '../stores/schedules/due.ts';
import type { DueTiming } from '../stores/schedules/due.ts';
import type { ScheduleRecord, SlotRecord } from '../stores/schedules/record.ts';

/** Slots of one backfill at most. */
const slotsAtMost = 1000;

export interface Stretch {
  from: Date;
  /** No slot from then on. */
  to: Date;
  /** Whether slots that have run are run once more. */
  again: boolean;
}

/** The slots of a stretch in their order, and why some are left out.
 *  @throws AppError `bad-request` for one that is empty, not over yet, or has more than 1,000 slots. */
export async function slotsToFill(
  { stores }: Pick<Services, 'stores'>,
  schedule: ScheduleRecord,
  stretch: Stretch,
): Promise<Backfill['slots']> {
  const { from, to, again } = stretch;
  const now = stores.now();
  if (to <= from) refuse('to', `an instant after \`from\` (${from.toISOString()})`, to.toISOString());
  if (to > now)
    refuse('to', `an instant that is over: it is ${now.toISOString()}, and later slots come due by themselves`, to.toISOString());
  const due = dueBetween(gridOf(schedule, from), new Date(from.getTime() - 1), new Date(to.getTime() - 1), slotsAtMost + 1);
  const beyond = due[slotsAtMost];
  if (beyond !== undefined) {
    const split = beyond.toISOString();
    refuse('to', `a stretch of at most ${slotsAtMost} slots; ask up to ${split} first and then from ${split}`, to.toISOString());
  }
  const rows = await stores.ledger.between(schedule.id, from, to);
  return due.map((at) => {
    const slot = at.toISOString();
    return { slot, run: null, skipped: whyLeftOut(rows.get(slot)?.body ?? null, again) };
  });
}

/** Why a slot with such a row is not to be run by a backfill; null when it is. */
export function whyLeftOut(row: SlotRecord | null, again: boolean): string | null {
  if (row === null || row.run === null) return null;
  if (!again) return `it has run as ${row.run}; \`again\` runs it once more`;
  return row.runStatus === null ? `its run ${row.run} has not ended` : null;
}

/** A rate is counted from where its schedule was made, and back from there for what lies before. */
function gridOf(schedule: ScheduleRecord, from: Date): DueTiming {
  const { recurrence, start, createdAt } = schedule;
  if (recurrence.kind !== 'rate' || start === null || start > createdAt) return schedule;
  const everyMs = recurrence.everySec * 1000;
  const back = Math.max(0, Math.ceil((Date.parse(start) - from.getTime()) / everyMs));
  return { ...schedule, start: new Date(Date.parse(start) - back * everyMs) };
}

function refuse(field: string, expected: string, got: string): never {
  throw new AppError('bad-request', undefined, [{ field, expected, got }]);
}
