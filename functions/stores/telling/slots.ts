import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import { goneAt } from '../../../core/retention.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import type { Key, NewRow, Table, Write } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';
import { dueDigests } from './health.ts';
import { markerWrite, slotsOf, slotSpan } from './marker.ts';
import type { SlotNotice, SlotSpan } from './marker.ts';

/** Slots that are named in a mail; of more the number is told. */
const named = 20;

/**
 * The row that says that somebody is to be told of these slots, for the transaction in which they were decided; the sweep tells it. It is named by the last
 * of them, because a schedule's slots are decided in their order: no two transactions end with the same one.
 * @param slots of one schedule, at least one, in any order; those of one settling together. @param at when that was decided.
 */
export function slotsMarker(scheduleId: string, notice: SlotNotice, slots: readonly Slot[], at: Date): Write {
  const span = spanOf(slots);
  return markerWrite(`${slotsOf(scheduleId, notice)}${span.through}`, {
    what: 'slots',
    at: at.toISOString(),
    scheduleId,
    notice,
    span,
    isDecided: false,
  });
}

function spanOf(slots: readonly Slot[]): SlotSpan {
  const sorted = slots.toSorted((one, other) => (one.slot < other.slot ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('nobody is to be told of no slots');
  const count = sorted.reduce((sum, one) => sum + one.count, 0);
  return { count, from: first.slot, through: last.until ?? last.slot, newest: sorted.slice(-named) };
}

/** Both spans as one. */
export function joined(one: SlotSpan | null, other: SlotSpan): SlotSpan {
  if (one === null) return other;
  const newest = [...one.newest, ...other.newest].toSorted((a, b) => (a.slot < b.slot ? -1 : 1)).slice(-named);
  return {
    count: one.count + other.count,
    from: one.from < other.from ? one.from : other.from,
    through: one.through > other.through ? one.through : other.through,
    newest,
  };
}

/** What of a schedule's slots is held back, so that there is at most one mail an hour. */
const withheld = z.object({ scheduleId: z.string(), quietUntil: instant, span: slotSpan.nullable() });
export type Withheld = z.infer<typeof withheld>;

export function withheldKey(scheduleId: string, notice: SlotNotice): Key {
  return { pk: `SCH#${scheduleId}`, sk: `TOLD#${notice}` };
}

/** So long after its quiet hour a row that holds nothing back says nothing more; clocks of two processes differ by less. */
const keptDays = 7;

/** What is held back stays until it is told; a row that holds nothing back expires, and so does the last one of a schedule that was removed. */
export function withheldRow(notice: SlotNotice, body: Withheld): NewRow {
  const { scheduleId, quietUntil, span } = body;
  const place =
    span === null
      ? { expiresAt: goneAt(quietUntil, keptDays) }
      : { index: { due: { pk: dueDigests, sk: `${quietUntil}#${scheduleId}#${notice}` } } };
  return { ...withheldKey(scheduleId, notice), body: JSON.parse(JSON.stringify(body)), ...place };
}

export async function readWithheld(table: Table, scheduleId: string, notice: SlotNotice): Promise<Stored<Withheld> | null> {
  return readRow(table, withheldKey(scheduleId, notice), withheld);
}
