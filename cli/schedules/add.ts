import type { Command } from 'commander';
import type { Schedule } from '../../core/schemas/schedule.ts';
import { addJson } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { addInputOptions, addLimitOptions } from '../run/options.ts';
import { noteUnwatched } from './note-unwatched.ts';
import { addHandlingOptions, addOptions, addSavingOptions, addTimingOptions } from './options.ts';
import type { AddOptions } from './options.ts';
import { printPreview } from './print-preview.ts';
import { scheduleBody } from './request.ts';

const help = `
Examples:
  $ runlet schedules add report --cron "0 6 * * 1-5" --timezone Europe/Berlin
  $ runlet schedules add sync --rate "15 minutes" --overlap queue --catch-up latest --retry 3
  $ runlet schedules add cleanup --at "2026-12-31 23:00" --input keep=30 -- --verbose`;

/** `runlet schedules add`: shows when a schedule comes due and what it costs, then saves it. */
export function declareAdd(schedules: Command): void {
  const command = schedules
    .command('add')
    .description('run a saved script at due times')
    .argument('<script>', 'name or id of a saved script')
    .argument('[args...]', "the script's arguments, after --");
  addTimingOptions(command);
  addLimitOptions(addInputOptions(command));
  addJson(addSavingOptions(addHandlingOptions(command)))
    .addHelpText('after', help)
    .action(async (script: string, args: string[]) => {
      await addSchedule(script, args, addOptions.parse(command.opts()));
    });
}

async function addSchedule(script: string, args: readonly string[], options: AddOptions): Promise<void> {
  await using connection = await connect();
  const { client } = connection;
  const body = await scheduleBody(client, script, args, options);
  const preview = await client.previewSchedule({ body });
  if (!options.json) await printPreview(preview, body.timezone ?? 'UTC');
  if (options.dryRun) return options.json ? await writeJson(preview) : await write('stdout', 'not saved, as --dry-run asks\n');
  const saved = await client.createSchedule({ body });
  if (options.json) await writeJson(saved);
  else await write('stdout', said(saved));
  await noteUnwatched(connection);
}

function said({ id, script, status }: Schedule): string {
  return `${id} runs ${script} at these times${status === 'paused' ? ', once it is resumed' : ''}\n`;
}
