import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { scheduleStatuses } from '../../core/schemas/schedule.ts';
import type { Schedule } from '../../core/schemas/schedule.ts';
import { addJson, addLimit, listOptions } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { zoned } from '../output/zoned.ts';
import { noteUnwatched } from './note-unwatched.ts';
import { whenOf } from './when.ts';

const options = z.object({ ...listOptions, script: z.string().optional(), status: z.enum(scheduleStatuses).optional() });

/** `runlet schedules list`: the schedules, newest first. */
export function declareList(schedules: Command): void {
  const command = schedules
    .command('list')
    .description('list schedules, newest first')
    .option('--script <script>', 'only schedules of this script')
    .addOption(new Option('--status <status>', 'only schedules in this status').choices(scheduleStatuses));
  addJson(addLimit(command)).action(async () => {
    await listSchedules(options.parse(command.opts()));
  });
}

async function listSchedules({ limit, json, ...filter }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const listed = await collected(limit, (paging) => connection.client.listSchedules({ query: { ...paging, ...filter } }));
  await printList(listed, json, ['SCHEDULE', 'SCRIPT', 'NEXT', 'WHEN'], (schedule) => [
    schedule.id,
    schedule.script,
    nextOf(schedule),
    `${whenOf(schedule)}${lastOf(schedule)}`,
  ]);
  if (listed.items.some(({ status }) => status === 'active')) await noteUnwatched(connection);
}

/** By the clocks of its zone, without the year: it is the next one. */
function nextOf({ status, nextFires: [next], timezone }: Schedule): string {
  return status === 'active' && next !== undefined ? zoned(next, timezone).replace(/ \d{4}-/, ' ') : status;
}

/** Only what was not as it should have been. */
function lastOf({ lastSlot }: Schedule): string {
  if (lastSlot === null || lastSlot.why === 'declined' || lastSlot.runStatus === 'SUCCEEDED') return '';
  if (lastSlot.state !== 'ran') return ` (last ${lastSlot.state})`;
  return lastSlot.runStatus === null ? '' : ` (last ${lastSlot.runStatus})`;
}
