import type { Table } from '../../ports/table.ts';
import { readable } from '../readable.ts';
import type { Log } from '../readable.ts';
import { untoldMs } from './look-at.ts';
import { dueSchedules, scheduleRecord } from './record.ts';

const atMost = 100;
const rowsLookedAt = 1000;

/** Ids of schedules whose timers should have been told by now, or with `soon` of all whose timers are still to be told. */
export async function readUntold({ table, now, log }: { table: Table; now: Date; log?: Log | undefined }, soon = false): Promise<string[]> {
  const by = soon ? new Date(now.getTime() + untoldMs + 1) : now;
  const { rows } = await table.query({ index: 'due', pk: dueSchedules, below: by.toISOString(), limit: rowsLookedAt });
  return readable(rows, scheduleRecord, log)
    .filter(({ timerKnows }) => !timerKnows)
    .map(({ id }) => id)
    .slice(0, atMost);
}
