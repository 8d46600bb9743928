import { isCommand } from './commands/index.ts';
import { reportFailure } from './failure.ts';
import { flushed, tolerateClosedStreams } from './output/terminal.ts';
import { createProgram } from './program.ts';

tolerateClosedStreams();
const given = process.argv.slice(2);
try {
  const program = await createProgram(isCommand(given[0]) ? given[0] : null);
  await program.parseAsync(given.length === 0 ? ['--help'] : given, { from: 'user' });
} catch (error) {
  process.exitCode = await reportFailure(error, given);
}
await flushed();
// Without this a pool of sockets or a timer somewhere could keep a finished command waiting.
process.exit();
