import type { Command } from 'commander';
import * as z from 'zod';
import type { SchedulePreview } from '../../core/schemas/schedule.ts';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { writeJson } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { addTimingOptions, timingOptions } from './options.ts';
import { printFires } from './print-preview.ts';
import { refuseManyTimings } from './request.ts';

const options = z.object({ ...jsonOption, ...timingOptions });
type NextOptions = z.infer<typeof options>;

const help = `
Examples:
  $ runlet schedules next sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX
  $ runlet schedules next --cron "30 2 * * *" --timezone America/New_York`;

/** `runlet schedules next`: the next due times of a schedule, or of one that nobody has saved. */
export function declareNext(schedules: Command): void {
  const command = schedules
    .command('next')
    .description('show the next five due times, of a schedule or of what is not saved')
    .argument('[schedule]', 'id of a schedule; without it say when by --cron, --rate or --at');
  addJson(addTimingOptions(command))
    .addHelpText('after', help)
    .action(async (id: string | undefined) => {
      const { json, ...timing } = options.parse(command.opts());
      const { timezone, ...fires } = id === undefined ? await unsaved(timing) : await saved(id, timing);
      await (json ? writeJson({ timezone, ...fires }) : printFires(fires, timezone));
    });
}

type Fires = Pick<SchedulePreview, 'nextFires' | 'notes'> & { timezone: string };

async function saved(id: string, timing: Omit<NextOptions, 'json'>): Promise<Fires> {
  if (Object.values(timing).some((value) => value !== undefined))
    throw new UsageError('A schedule knows when it comes due; give its id alone, or the options alone.');
  await using connection = await connect();
  const { nextFires, notes, timezone } = await connection.client.getSchedule({ params: { schedule: id } });
  return { nextFires, notes, timezone };
}

/** Worked out here: no script, server or data folder has a part in it. */
async function unsaved(timing: Omit<NextOptions, 'json'>): Promise<Fires> {
  refuseManyTimings([timing.cron, timing.rate, timing.at]);
  const { firesAhead } = await import('../../local/fires-ahead.ts');
  return firesAhead(timing, new Date());
}
