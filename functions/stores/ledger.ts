import type { Page } from '../../core/schemas/paging.ts';
import type { Slot } from '../../core/schemas/schedule.ts';
import type { Table, Write } from '../ports/table.ts';
import { readRow } from './change.ts';
import type { Stored } from './change.ts';
import { listSlots, slotsBetween } from './ledger/list-slots.ts';
import type { SlotFilter } from './ledger/list-slots.ts';
import { noteEnd } from './ledger/note-end.ts';
import { entryWrites, slotRow } from './ledger/rows.ts';
import type { Entry, LedgerContext } from './ledger/rows.ts';
import type { RunRecord } from './runs/record.ts';
import { dueSchedules, scheduleKey, scheduleRecord, slotKey, slotRecord } from './schedules/record.ts';
import type { ScheduleRecord, SlotRecord } from './schedules/record.ts';

/**
 * What became of each due time of a schedule: one row for each. A row is written in one transaction with the run that it names and with
 * the schedule's own row, whose revision is the condition: so there is one row and at most one run, whoever looks how often and when.
 */
export interface Ledger {
  /** The row of a slot; null when it has none of its own. */
  get(scheduleId: string, slot: string): Promise<Stored<SlotRecord> | null>;
  /** Newest first. @throws AppError `bad-request` for a cursor of another query. */
  list(scheduleId: string, filter: SlotFilter): Promise<Page<Slot>>;
  /** The rows of slots from the first instant and before the second one, by slot; long stretches are none of them. */
  between(scheduleId: string, from: Date, to: Date): Promise<Map<string, Stored<SlotRecord>>>;
  /** The schedule as it is now, by which an entry is decided; null when there is none. */
  schedule(scheduleId: string): Promise<Stored<ScheduleRecord> | null>;
  /** The writes of an entry, for a transaction that writes more; they hold while the schedule is as it was read. */
  writes(stored: Stored<ScheduleRecord>, entry: Entry): Write[];
  /** Writes an entry; false, and nothing written, when the schedule has changed since it was read. */
  enter(stored: Stored<ScheduleRecord>, entry: Entry): Promise<boolean>;
  /** The write that puts another row in the place of one that was read. */
  replace(stored: Stored<SlotRecord>, row: SlotRecord): Write;
  /** Ids of schedules with something to look at by the instant, as the index tells: it only finds work. */
  dueBy(at: Date): AsyncIterable<string>;
  /** Notes how the run of a slot has ended, and that a slot was declined. */
  ended(record: RunRecord): Promise<void>;
}

export function createLedger({ table, ...context }: LedgerContext & { table: Table }): Ledger {
  return {
    get: (scheduleId, slot) => readRow(table, slotKey(scheduleId, slot), slotRecord),
    list: (scheduleId, filter) => listSlots(table, context, scheduleId, filter),
    between: (scheduleId, from, to) => slotsBetween(table, scheduleId, from, to),
    schedule: (scheduleId) => readRow(table, scheduleKey(scheduleId), scheduleRecord),
    writes: (stored, entry) => entryWrites(context, stored, entry),
    enter: (stored, entry) => table.transact(entryWrites(context, stored, entry)),
    replace: ({ revision }, row) => ({ kind: 'put', row: slotRow(row, context), condition: { kind: 'revision', revision } }),
    dueBy: (at) => dueBy(table, at),
    ended: (record) => noteEnd(table, context, record),
  };
}

async function* dueBy(table: Table, at: Date): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const below = `${at.toISOString()}~`;
    const page = await table.query({ index: 'due', pk: dueSchedules, below, limit: 200, cursor });
    for (const { pk } of page.rows) yield pk.slice('SCH#'.length);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}
