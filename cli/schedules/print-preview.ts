import type { SchedulePreview } from '../../core/schemas/schedule.ts';
import { table } from '../output/table.ts';
import { styled, write } from '../output/terminal.ts';
import { zoned } from '../output/zoned.ts';

/** Prints the next due times, by the clocks of the zone and in UTC, what clock changes do to them, and what a month costs. */
export async function printPreview({ nextFires, notes, estimate }: SchedulePreview, timezone: string): Promise<void> {
  await printFires({ nextFires, notes }, timezone);
  await write('stdout', `${estimate.message}\n`);
}

/** Prints due times and the notes on clock changes. */
export async function printFires({ nextFires, notes }: Pick<SchedulePreview, 'nextFires' | 'notes'>, timezone: string): Promise<void> {
  await write('stdout', nextFires.length === 0 ? 'it does not come due any more\n' : `${firesTable(nextFires, timezone)}\n`);
  for (const note of notes) await write('stdout', `${note}\n`);
}

function firesTable(fires: readonly string[], timezone: string): string {
  const zones = timezone === 'UTC' ? ['UTC'] : [timezone, 'UTC'];
  return table(
    zones.map((zone) => styled('bold', `DUE, ${zone}`)),
    fires.map((fire) => zones.map((zone) => zoned(fire, zone))),
  );
}
