import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { slotStates } from '../../core/schemas/schedule.ts';
import type { Slot } from '../../core/schemas/schedule.ts';
import { addJson, addLimit, listOptions } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { zoned } from '../output/zoned.ts';
import { instantText } from '../values/instant.ts';

const options = z.object({
  ...listOptions,
  state: z.enum(slotStates).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
});

/** `runlet schedules slots`: what became of each due time, newest first. */
export function declareSlots(schedules: Command): void {
  const command = schedules
    .command('slots')
    .description('list what became of each due time, newest first')
    .argument('<schedule>', 'id of a schedule')
    .addOption(new Option('--state <state>', 'only slots that were so').choices(slotStates))
    .option('--from <time>', 'only slots since a date, an instant or that long ago (2d)', instantText)
    .option('--to <time>', 'only slots before', instantText);
  addJson(addLimit(command)).action(async (id: string) => {
    await listSlots(id, options.parse(command.opts()));
  });
}

async function listSlots(id: string, { limit, json, ...filter }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const params = { schedule: id };
  const { timezone } = await connection.client.getSchedule({ params });
  const listed = await collected(limit, (paging) => connection.client.listSlots({ params, query: { ...paging, ...filter } }));
  await printList(listed, json, [`SLOT, ${timezone}`, 'WHAT BECAME OF IT', 'RUN'], (slot) => [
    zoned(slot.slot, timezone),
    fateOf(slot),
    slot.run ?? '-',
  ]);
}

/** What became of a slot, in few words: `ran SUCCEEDED`, `ran late FAILED`, `skipped overlap`, `missed server-down, 1200 slots`. */
export function fateOf({ state, why, cause, runStatus, count }: Slot): string {
  const how = cause === null || cause === 'due' ? null : cause;
  const words = state === 'ran' ? [state, how, runStatus] : [state, why];
  return `${words.filter((word) => word !== null).join(' ')}${count === 1 ? '' : `, ${count} slots`}`;
}
