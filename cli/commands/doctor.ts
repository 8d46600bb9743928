import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, jsonOption } from './options.ts';

const options = z.object(jsonOption);

/** `runlet doctor`: what this machine has for Runlet, and which walls stand around a script. */
export function declareDoctor(program: Command): void {
  const command = program.command('doctor').description('say what this machine has and which walls stand around scripts');
  addJson(command)
    .addHelpText('after', '\nExit code: 0 when scripts can run here, 1 when something that they need is missing.')
    .action(async () => {
      // Loaded only now: the help of all commands shall not load the local edition.
      const { performDoctor } = await import('../doctor/perform-doctor.ts');
      process.exitCode = await performDoctor(options.parse(command.opts()).json);
    });
}
