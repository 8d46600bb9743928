import type { Command } from 'commander';
import type * as z from 'zod';
import { addJson } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { addInputOptions, addLimitOptions } from '../run/options.ts';
import { noteUnwatched } from './note-unwatched.ts';
import { addHandlingOptions, addTimingOptions, changeOptions } from './options.ts';
import { printPreview } from './print-preview.ts';
import { changesAsked } from './request.ts';

const help = `
What is not given stays as it is. Input, arguments and environment are replaced as a whole; --cron, --rate and --at each take the place of whichever
there was.

Examples:
  $ runlet schedules change sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --cron "0 7 * * 1-5"
  $ runlet schedules change sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --overlap queue --timeout 10m
  $ runlet schedules change sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --input keep=30 -- --verbose`;

/** `runlet schedules change`: changes what is given of a schedule, and shows when it comes due from then on and what it costs. */
export function declareChange(schedules: Command): void {
  const command = schedules
    .command('change')
    .description('change what is given of a schedule, from now on')
    .argument('<schedule>', 'id of a schedule')
    .argument('[args...]', "the script's arguments, after --");
  addTimingOptions(command);
  addLimitOptions(addInputOptions(command));
  addJson(addHandlingOptions(command))
    .addHelpText('after', help)
    .action(async (id: string, args: string[]) => {
      await changeSchedule(id, args, changeOptions.parse(command.opts()));
    });
}

async function changeSchedule(id: string, args: readonly string[], options: z.infer<typeof changeOptions>): Promise<void> {
  await using connection = await connect();
  const { client } = connection;
  const params = { schedule: id };
  const body = await changesAsked(client, await client.getSchedule({ params }), args, options);
  const changed = await client.updateSchedule({ params, body });
  if (options.json) await writeJson(changed);
  else {
    await printPreview(changed, changed.timezone);
    await write('stdout', `${id} is changed from now on\n`);
  }
  await noteUnwatched(connection);
}
