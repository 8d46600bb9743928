import type { Table } from '../../ports/table.ts';
import { untoldMs } from './look-at.ts';
import { dueSchedules, scheduleRecord } from './record.ts';

const atMost = 100;
const rowsLookedAt = 1000;

/** Ids of schedules whose timers should have been told by now, or with `soon` of all whose timers are still to be told. */
export async function readUntold(table: Table, now: Date, soon = false): Promise<string[]> {
  const by = soon ? new Date(now.getTime() + untoldMs + 1) : now;
  const { rows } = await table.query({ index: 'due', pk: dueSchedules, below: by.toISOString(), limit: rowsLookedAt });
  const records = rows.map(({ body }) => scheduleRecord.parse(body));
  return records
    .filter(({ timerKnows }) => !timerKnows)
    .map(({ id }) => id)
    .slice(0, atMost);
}
