import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { securityLevel, securityLevels } from '../../core/schemas/job.ts';
import { performValidate } from '../validate/perform-validate.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({ ...jsonOption, level: securityLevel });

const help = `
Examples:
  $ runlet validate report.py
  $ runlet validate ./nightly --level strict --json

Exit code: 0 when the code is valid at that level, 1 when it is not.`;

/** `runlet validate`: reads code without running it. */
export function declareValidate(program: Command): void {
  const command = program
    .command('validate')
    .description('read code without running it: syntax, imports, findings')
    .argument('<path>', 'a .py file or a folder')
    .addOption(new Option('--level <level>', 'what the code may do').choices(securityLevels).default('permissive'));
  addJson(command)
    .addHelpText('after', help)
    .action(async (path: string) => {
      process.exitCode = await performValidate(path, options.parse(command.opts()));
    });
}
