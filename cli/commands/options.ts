import type { Command } from 'commander';
import * as z from 'zod';
import { wholeNumber } from '../values/whole-number.ts';

/** `--json`, as every command that shows something takes it. */
export function addJson(command: Command): Command {
  return command.option('--json', 'print one JSON document on stdout and nothing else there');
}

/** `--limit`, as every list takes it. */
export function addLimit(command: Command): Command {
  return command.option('-n, --limit <n>', 'how many to show, 1 to 10000', wholeNumber(1, 10_000), 50);
}

/** What the two give. */
export const jsonOption = { json: z.boolean().default(false) };
export const listOptions = { ...jsonOption, limit: z.int() };
