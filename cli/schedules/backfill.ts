import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { table } from '../output/table.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { zoned } from '../output/zoned.ts';
import { momentText } from '../values/moment.ts';
import { noteUnwatched } from './note-unwatched.ts';

const options = z.object({
  ...jsonOption,
  from: z.string(),
  to: z.string(),
  dryRun: z.boolean().default(false),
  again: z.boolean().default(false),
});

const help = `
Each slot is run once with its own slot time, which the script reads in RUNLET_SLOT; slots that have run are left out unless --again is given.

Examples:
  $ runlet schedules backfill sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --from 2026-11-01 --to 2026-11-08 --dry-run
  $ runlet schedules backfill sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --from "2026-11-01 06:00" --to 2026-11-02 --again`;

/** `runlet schedules backfill`: runs the slots of a stretch of time, or tells which they would be. */
export function declareBackfill(schedules: Command): void {
  const command = schedules
    .command('backfill')
    .description('run the slots of a stretch of time, each with its own slot time')
    .argument('<schedule>', 'id of a schedule')
    .requiredOption('--from <time>', 'first slot, in the time zone of the schedule', momentText)
    .requiredOption('--to <time>', 'no slot from then on', momentText)
    .option('--dry-run', 'only tell which slots would be run')
    .option('--again', 'run slots that have run before once more');
  addJson(command)
    .addHelpText('after', help)
    .action(async (id: string) => {
      await backfill(id, options.parse(command.opts()));
    });
}

async function backfill(id: string, { json, from, to, dryRun, again }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const params = { schedule: id };
  const { timezone } = await connection.client.getSchedule({ params });
  const done = await connection.client.backfillSchedule({ params, body: { from, to, dryRun, again } });
  if (json) await writeJson(done);
  else {
    const heading = [`SLOT, ${timezone}`, dryRun ? 'WOULD BE' : 'RUN'].map((text) => styled('bold', text));
    const rows = done.slots.map(({ slot, run, skipped }) => [zoned(slot, timezone), skipped ?? run ?? 'run']);
    await write('stdout', `${rows.length === 0 ? '' : `${table(heading, rows)}\n`}${done.message}\n`);
  }
  if (!dryRun) await noteUnwatched(connection);
}
