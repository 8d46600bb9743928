import type { Table } from '../../ports/table.ts';
import { dueSchedules, scheduleRecord } from './record.ts';

const atMost = 100;
const rowsLookedAt = 1000;

/** Ids of schedules whose timers should have been told by now. */
export async function readUntold(table: Table, now: Date): Promise<string[]> {
  const { rows } = await table.query({ index: 'due', pk: dueSchedules, below: now.toISOString(), limit: rowsLookedAt });
  const records = rows.map(({ body }) => scheduleRecord.parse(body));
  return records
    .filter(({ timerKnows }) => !timerKnows)
    .map(({ id }) => id)
    .slice(0, atMost);
}
