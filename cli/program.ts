import { Command } from 'commander';
import { commands, isCommand } from './commands/index.ts';
import type { CommandName } from './commands/index.ts';
import { runletVersion } from './version.ts';

const examples = `
Examples:
  $ runlet run hello.py                        run a file, see its log, exit with its exit code
  $ runlet run report.py --input month=8 --file data=sales.csv
  $ runlet push report.py && runlet run report   save it under a name, run it by name
  $ runlet start                                 serve the API and its documents on this machine

Runs are kept in ~/.runlet, or where RUNLET_HOME says. RUNLET_URL and RUNLET_TOKEN point at a server instead.`;

/** The program with one command, or with all of them where help or a suggestion may need them. */
export async function createProgram(name: CommandName | null): Promise<Command> {
  const program = new Command('runlet')
    .description("Runs a team's Python scripts: isolated, limited, recorded.")
    .version(runletVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for what is possible)')
    .configureHelp({ sortOptions: false })
    .addHelpText('after', examples);
  const wanted = name === null ? Object.keys(commands).filter(isCommand) : [name];
  for (const declare of await Promise.all(wanted.map((each) => commands[each]()))) declare(program);
  if (name === null) await addCompletion(program);
  return program;
}

async function addCompletion(program: Command): Promise<void> {
  const { default: complete } = await import('@bomb.sh/tab/commander');
  complete(program, { completionCommandName: 'completion' });
}
