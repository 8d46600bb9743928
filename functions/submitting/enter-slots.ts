import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import type { Entry } from '../stores/ledger/rows.ts';
import type { ScheduleRecord, SlotRecord } from '../stores/schedules/record.ts';

/** The rows that the next slots get, in their order, with what else becomes known of the schedule. */
export interface NewRows {
  rows: readonly SlotRecord[];
  underWay?: readonly string[];
  /** Whether these slots were only found by a second look. */
  isOverdue?: boolean;
}

/** Writes rows of slots that have no run. @returns false, and nothing written, when the schedule has changed since it was read. */
export async function enterSlots({ stores, metrics }: Services, stored: Stored<ScheduleRecord>, rows: NewRows): Promise<boolean> {
  const done = await stores.ledger.enter(stored, entryOf(rows));
  const overdue = rows.isOverdue ? rows.rows.length : sumOf(rows.rows.filter(({ why }) => why === 'overdue'));
  if (done && overdue > 0) metrics.count('slotsOverdue', overdue);
  return done;
}

function sumOf(rows: readonly SlotRecord[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** The entry by which the ledger goes on to these rows. */
export function entryOf({ rows, underWay, isOverdue = false }: NewRows): Entry {
  const last = rows.at(-1);
  if (last === undefined) throw new Error('an entry without rows');
  const { scheduleId: _scheduleId, ...lastSlot } = last;
  return {
    rows,
    changes: { settledThrough: last.until ?? last.slot, lastSlot, ...(underWay ? { underWay: [...underWay] } : {}) },
    isOverdue,
  };
}
