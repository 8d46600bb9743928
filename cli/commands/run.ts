import type { Command } from 'commander';
import { addRunOptions } from '../run/options.ts';
import { performRun } from '../run/perform-run.ts';

const help = `
Examples:
  $ runlet run hello.py
  $ runlet run templates/csv-report                     a template without input runs on its own sample
  $ runlet run report.py --input month=8 --file data=sales.csv --timeout 10m --memory 1g
  $ runlet run tool.py -- --verbose in.txt              what follows -- are the script's arguments
  $ echo '{"n": 3}' | runlet run main.py --input-json - --json | jq .result
  $ runlet run nightly-report --version 3 --detach      a saved script by its name

A file is carried alone, a folder whole.
Exit code: the script's own; 124 timed out, 130 canceled, 128+n ended by signal n, 125 Runlet's own fault, 2 wrong use.`;

/** `runlet run`: runs a file, a folder or a saved script, shows its log live, and exits as it did. */
export function declareRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a file, a folder or a saved script')
    .argument('<what>', 'a .py file, a folder, a .zip, or the name of a saved script')
    .argument('[args...]', "the script's arguments, after --");
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (what: string, args: string[]) => {
      process.exitCode = await performRun(what, args, command.opts());
    });
}
