import { asKept } from '../functions/stores/schedules/record.ts';
import type { Timing } from '../functions/stores/schedules/record.ts';
import type { Schedules } from '../functions/stores/schedules.ts';
import { createSchedules } from '../functions/stores/schedules.ts';
import { dataPaths } from '../local/paths.ts';
import { openTable } from '../local/table/sqlite-table.ts';

const together = 250;

export interface ScheduledScript {
  id: string;
  name: string;
}

/** Writes `count` schedules as the store does, as if their timer had been told, while no server runs. */
export async function fillSchedules(data: string, script: ScheduledScript, count: number, timing: (n: number) => Timing): Promise<void> {
  const table = openTable(dataPaths(data).table);
  const schedules = createSchedules({ table, now: () => new Date() });
  for (let from = 0; from < count; from += together) {
    const numbers = Array.from({ length: Math.min(together, count - from) }, (_, at) => from + at);
    await Promise.all(numbers.map((n) => fill(schedules, script, timing(n))));
  }
  table.close();
}

async function fill(schedules: Schedules, script: ScheduledScript, timing: Timing): Promise<void> {
  const record = await schedules.create(
    {
      ...timing,
      scriptId: script.id,
      script: script.name,
      description: null,
      rate: null,
      version: 'live',
      overlap: 'skip',
      catchUp: 'none',
      settings: {},
      paused: false,
    },
    'bench',
  );
  await schedules.told(record.id, asKept(record));
}
