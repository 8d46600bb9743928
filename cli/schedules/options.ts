import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { catchUpPolicies, overlapPolicies } from '../../core/schemas/schedule.ts';
import { jsonOption } from '../commands/options.ts';
import { settingOptions } from '../run/options.ts';
import { momentText } from '../values/moment.ts';
import { versionNumber } from '../values/version.ts';

/** When: what `add`, `change` and `next` take. */
export const timingOptions = {
  cron: z.string().optional(),
  rate: z.string().optional(),
  at: z.string().optional(),
  timezone: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
};

/** The options of `change`, as commander hands them over once their texts are read. */
export const changeOptions = z.object({
  ...jsonOption,
  ...timingOptions,
  ...settingOptions,
  version: z.union([z.int(), z.literal('live')]).optional(),
  overlap: z.enum(overlapPolicies).optional(),
  catchUp: z.enum(catchUpPolicies).optional(),
  description: z.string().optional(),
});
export type ChangeOptions = z.infer<typeof changeOptions>;

/** The options of `add`. */
export const addOptions = changeOptions.extend({ paused: z.boolean().default(false), dryRun: z.boolean().default(false) });
export type AddOptions = z.infer<typeof addOptions>;

/** Declares when on a command. */
export function addTimingOptions(command: Command): Command {
  return command
    .option('--cron <fields>', 'five fields: minute, hour, day of month, month, day of week')
    .option('--rate <every>', 'every so many minutes, hours or days: "15 minutes", 2h, 1d')
    .option('--at <time>', 'once: "2026-11-22 09:00"', momentText)
    .option('-z, --timezone <zone>', 'in which the times are read, like Europe/Berlin; UTC unless said otherwise')
    .option('--start <time>', 'no slot before; a rate is counted from here', momentText)
    .option('--end <time>', 'no slot from then on', momentText);
}

/** Declares how slots are handled. */
export function addHandlingOptions(command: Command): Command {
  return command
    .option('--version <n>', 'a pinned version; what is live when a slot comes due unless said otherwise', versionNumber)
    .addOption(new Option('--overlap <policy>', 'while a run of it is under way; skip unless said otherwise').choices(overlapPolicies))
    .addOption(new Option('--catch-up <policy>', 'what becomes of missed slots; none unless said otherwise').choices(catchUpPolicies))
    .option('--description <text>', 'what it is for');
}

/** Declares how a new schedule is saved. */
export function addSavingOptions(command: Command): Command {
  return command.option('--paused', 'save it paused').option('--dry-run', 'show when it comes due and what it costs, and save nothing');
}
