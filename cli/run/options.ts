import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { durationSec } from '../values/duration.ts';
import { memoryMiB } from '../values/memory.ts';
import { environmentPairs, pairs } from '../values/pair.ts';
import { versionNumber } from '../values/version.ts';
import { wholeNumber } from '../values/whole-number.ts';

const pair = z.object({ name: z.string(), value: z.string() });

/** What the script is given and what it may take, wherever a run is asked for. */
export const settingOptions = {
  input: z.array(pair).default([]),
  inputJson: z.string().optional(),
  timeout: z.number().optional(),
  memory: z.int().optional(),
  env: z.array(pair).default([]),
  level: z.enum(['strict', 'moderate', 'permissive']).optional(),
  retry: z.int().optional(),
};
export type SettingOptions = z.infer<z.ZodObject<typeof settingOptions>>;

/** The options of `run`, as commander hands them over once their texts are read. */
export const runOptions = z.object({
  ...settingOptions,
  file: z.array(pair).default([]),
  args: z.array(z.string()).optional(),
  entry: z.string().optional(),
  version: z.union([z.int(), z.literal('live')]).optional(),
  detach: z.boolean().default(false),
  json: z.boolean().default(false),
});
export type RunOptions = z.infer<typeof runOptions>;

/** Declares the options of the input on a command. */
export function addInputOptions(command: Command): Command {
  return command
    .option('-i, --input <name=value>', 'one input, read by its type; give it again for more, or twice for a list', pairs)
    .option('--input-json <json>', 'the whole input as JSON, @file or - for stdin');
}

/** Declares what a run may take on a command. */
export function addLimitOptions(command: Command): Command {
  return command
    .option('-t, --timeout <time>', 'stop the script after seconds (90) or a duration (10m)', durationSec)
    .option('-m, --memory <size>', 'memory for the script in MiB (512) or with a unit (1g)', memoryMiB)
    .option('-e, --env <name=value>', 'an environment variable; a name alone passes the value it has here', environmentPairs)
    .addOption(new Option('--level <level>', 'what the code may do').choices(['strict', 'moderate', 'permissive']))
    .option('--retry <attempts>', 'attempts in all when it fails, 1 to 10; one unless said otherwise', wholeNumber(1, 10));
}

/** Declares the options of `run` on a command. */
export function addRunOptions(command: Command): Command {
  const withCode = addInputOptions(command)
    .option('-f, --file <name=path>', 'a file as input; give it again for more', pairs)
    .option('-a, --args <arg...>', 'arguments for the script; all that follows -- counts, too')
    .option('--entry <file>', 'the file of a folder that starts the script, when that is not clear')
    .option('--version <n>', 'the version of a saved script; the live one unless said otherwise', versionNumber);
  return addLimitOptions(withCode)
    .option('-d, --detach', 'print the id of the run and let it go on by itself')
    .option('--json', 'print the run as one JSON document; the log goes to stderr');
}
