import type { Command } from 'commander';
import * as z from 'zod';
import { performPush } from '../push/perform-push.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({
  ...jsonOption,
  name: z.string().optional(),
  note: z.string().optional(),
  description: z.string().optional(),
  entry: z.string().optional(),
  promote: z.boolean(),
});
export type PushOptions = z.infer<typeof options>;

const help = `
Examples:
  $ runlet push report.py                           version 1 of report, or its next version
  $ runlet push ./nightly --name nightly-report --note "reads gzip, too"
  $ runlet push report.py --no-promote              save it, and let the live version run on`;

/** `runlet push`: saves code as a version of a script. */
export function declarePush(program: Command): void {
  const command = program
    .command('push')
    .description('save a file or a folder as a version of a script')
    .argument('<path>', 'a .py file, a folder or a .zip')
    .option('--name <name>', 'name of the script; that of the file or folder unless said otherwise')
    .option('--note <text>', 'what is new in this version')
    .option('--description <text>', 'what the script does')
    .option('--entry <file>', 'the file of a folder that starts the script, when that is not clear')
    .option('--no-promote', 'do not make it the live version');
  addJson(command)
    .addHelpText('after', help)
    .action(async (path: string) => {
      await performPush(path, options.parse(command.opts()));
    });
}
