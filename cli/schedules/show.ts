import type { Command } from 'commander';
import * as z from 'zod';
import type { Schedule } from '../../core/schemas/schedule.ts';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { zoned } from '../output/zoned.ts';
import { noteUnwatched } from './note-unwatched.ts';
import { printPreview } from './print-preview.ts';
import { fateOf } from './slots.ts';
import { whenOf } from './when.ts';

const options = z.object(jsonOption);

/** `runlet schedules show`: one schedule with what comes next and what became of its last slot. */
export function declareShow(schedules: Command): void {
  const command = schedules.command('show').description('show a schedule').argument('<schedule>', 'id of a schedule');
  addJson(command).action(async (id: string) => {
    await showSchedule(id, options.parse(command.opts()).json);
  });
}

async function showSchedule(id: string, json: boolean): Promise<void> {
  await using connection = await connect();
  const schedule = await connection.client.getSchedule({ params: { schedule: id } });
  if (json) return await writeJson(schedule);
  const rows = factsOf(schedule).map(([name, value]) => `${name.padEnd(10)}${value}\n`);
  await write('stdout', rows.join(''));
  await printPreview(schedule, schedule.timezone);
  await noteUnwatched(connection);
}

function factsOf(schedule: Schedule): [name: string, value: string][] {
  const { id, script, version, status, overlap, catchUp, start, end, timezone, description, lastSlot, retry } = schedule;
  const bound = (at: string | null): string => (at === null ? '' : zoned(at, timezone));
  const facts: [string, string][] = [
    ['schedule', id],
    ['script', `${script}, ${version === 'live' ? 'live version' : `version ${version}`}`],
    ['status', status],
    ['when', whenOf(schedule)],
    ['from', bound(start)],
    ['until', bound(end)],
    ['overlap', overlap],
    ['catch-up', catchUp],
    ['retry', retry === undefined ? '' : `${retry.attempts} attempts`],
    ['input', schedule.input === undefined ? '' : JSON.stringify(schedule.input)],
    ['for', description ?? ''],
    ['last slot', lastSlot === null ? '' : `${zoned(lastSlot.slot, timezone)} ${fateOf(lastSlot)}. ${lastSlot.message}`],
  ];
  return facts.filter(([, value]) => value !== '');
}
