import type { Command } from 'commander';
import * as z from 'zod';
import { performLogs } from '../logs/perform-logs.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../values/whole-number.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({ ...jsonOption, follow: z.boolean().default(false), tail: z.int().optional(), attempt: z.int().optional() });

const help = `
Examples:
  $ runlet logs                                         the log of the newest run
  $ runlet logs run_01JH7Q3V9ZK4M2N8P6R5S1T0WX --tail 20
  $ runlet logs run_01JH7Q3V9ZK4M2N8P6R5S1T0WX --follow
  $ runlet logs run_01JH7Q3V9ZK4M2N8P6R5S1T0WX --attempt 1   of a run that was attempted again`;

/** `runlet logs`: the log of a run, stdout and stderr each on its own stream. */
export function declareLogs(program: Command): void {
  const command = program
    .command('logs')
    .description('print the log of a run')
    .argument('[run]', 'id of the run; the newest one unless said otherwise')
    .option('-f, --follow', 'go on until the run ends')
    .option('--tail <n>', 'only the last lines, 1 to 10000', wholeNumber(1, 10_000))
    .option('--attempt <n>', 'an earlier attempt of the run; the latest unless said otherwise', wholeNumber(1, 10));
  addJson(command)
    .addHelpText('after', help)
    .action(async (run: string | undefined) => {
      const given = options.parse(command.opts());
      if (given.follow && given.attempt !== undefined) throw new UsageError('Use --follow or --attempt: only the latest attempt goes on.');
      await performLogs(run, given);
    });
}
