import { goneAt } from '../../../core/retention.ts';
import type { Key, NewRow, Row, Write } from '../../ports/table.ts';
import type { Stored } from '../change.ts';
import type { Log } from '../readable.ts';
import { nextDue } from '../schedules/due.ts';
import { lookAt } from '../schedules/look-at.ts';
import { scheduleRow, slotKey, slotRecord } from '../schedules/record.ts';
import type { ScheduleRecord, SlotRecord } from '../schedules/record.ts';
import { slotsMarker } from '../telling/slots.ts';

export interface LedgerContext {
  now: () => Date;
  /** Days for which rows of slots are kept, as the runs of theirs; null keeps them. */
  retentionDays: number | null;
  log?: Log | undefined;
}

/** What one transaction adds to the ledger. */
export interface Entry {
  rows: readonly SlotRecord[];
  /** What becomes of the schedule's own row; it moves with each entry, so that nobody decides from what is old. */
  changes: Partial<Pick<ScheduleRecord, 'settledThrough' | 'underWay' | 'lastSlot' | 'backfilling'>>;
  /** Whether its slots were only found by a second look, which people are told. */
  isOverdue: boolean;
}

/** Where rows of slots begin within their schedule. */
export const slotPrefix = 'SLOT#';

/** A long stretch stands beside the row that its first slot may come to have by a backfill. */
function rowKey({ scheduleId, slot, until }: SlotRecord): Key {
  const key = slotKey(scheduleId, slot);
  return until === null ? key : { ...key, sk: `${key.sk}+` };
}

/** The row of a slot, with the instant after which it may go. @throws ZodError for what could not be read again. */
export function slotRow(row: SlotRecord, { retentionDays }: LedgerContext): NewRow {
  const { message, ...rest } = slotRecord.parse(row);
  return {
    ...rowKey(row),
    body: { ...rest, message: message.slice(0, textLength) },
    ...(retentionDays === null ? {} : { expiresAt: goneAt(row.decidedAt, retentionDays) }),
  };
}

/** Sentences hold what people gave, and a row stays small. */
const textLength = 2000;

export function isGone(row: Row, { now }: LedgerContext): boolean {
  return row.expiresAt !== undefined && row.expiresAt * 1000 <= now().getTime();
}

export function parseSlot(row: Row): SlotRecord {
  return slotRecord.parse(row.body);
}

/** The writes of an entry, valid while the schedule is as it was read and the slots have no rows. */
export function entryWrites(context: LedgerContext, { body, revision }: Stored<ScheduleRecord>, entry: Entry): Write[] {
  const { rows, changes, isOverdue } = entry;
  // A timer that did not call may not keep the schedule at all, so it is told again.
  const isDoubted = isOverdue || rows.some(({ why }) => why === 'overdue');
  const record = { ...body, ...changes, ...(isDoubted ? { timerKnows: false } : {}) };
  return [
    ...rows.map((row): Write => {
      const condition = row.until === null ? ({ kind: 'absent' } as const) : ({ kind: 'none' } as const);
      return { kind: 'put', row: slotRow(row, context), condition };
    }),
    { kind: 'put', row: scheduleRow(record, lookAt(record)), condition: { kind: 'revision', revision } },
    ...tellingWrites(context, body, entry),
  ];
}

/** Who is to be told of slots is told, whoever dies behind this: that it is still to be done is written with the slots. */
function tellingWrites({ now }: LedgerContext, schedule: ScheduleRecord, { rows, isOverdue }: Entry): Write[] {
  const missed = rows.filter(({ state }) => state === 'missed').map((row) => newOf(schedule, row));
  const late = isOverdue ? rows.filter(({ state }) => state === 'ran') : [];
  return [
    ...(missed.length === 0 ? [] : [slotsMarker(schedule.id, 'missed', missed, now())]),
    ...(late.length === 0 ? [] : [slotsMarker(schedule.id, 'overdue', late, now())]),
  ];
}

/** Of a row that was widened what is new in it: that people are to be told of the rest is written already. */
function newOf(schedule: ScheduleRecord, row: SlotRecord): SlotRecord {
  const before = row.until !== null && row.slot <= schedule.settledThrough ? schedule.lastSlot : null;
  const first = before && nextDue(schedule, new Date(schedule.settledThrough));
  if (before === null || first === null) return row;
  const count = row.count - before.count;
  return { ...row, slot: first.toISOString(), count, message: row.message.replace(String(row.count), String(count)) };
}
