import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { reasons } from '../../core/reasons.ts';
import { statuses } from '../../core/run.ts';
import type { RunSummary } from '../../core/schemas/run.ts';
import { trigger } from '../../core/schemas/run.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { duration, mebibytes, moment } from '../output/quantities.ts';
import { coloured } from '../output/status.ts';
import { showRun } from '../run/show-run.ts';
import { instantText } from '../values/instant.ts';
import { statusText } from '../values/status.ts';
import { addJson, addLimit, listOptions } from './options.ts';

const reasonNames = Object.keys(reasons);
const options = z.object({
  ...listOptions,
  result: z.boolean().default(false),
  script: z.string().optional(),
  status: z.enum(statuses).optional(),
  reason: z.enum(reasonNames).optional(),
  trigger: trigger.shape.kind.optional(),
  after: z.string().optional(),
  before: z.string().optional(),
});

const help = `
Examples:
  $ runlet runs --status FAILED --after 2d
  $ runlet runs --script report --limit 10 --json
  $ runlet runs run_01JH7Q3V9ZK4M2N8P6R5S1T0WX            one run with its result and artifacts`;

/** `runlet runs`: the runs, newest first, or one of them whole. */
export function declareRuns(program: Command): void {
  const command = program
    .command('runs')
    .description('list runs, newest first, or show one')
    .argument('[run]', 'id of a run')
    .option('--script <script>', 'only runs of this script')
    .addOption(new Option('--status <status>', 'only runs in this status').choices(statuses).argParser(statusText))
    .addOption(new Option('--reason <reason>', 'only runs that ended for this reason').choices(reasonNames))
    .addOption(new Option('--trigger <kind>', 'only runs started by this').choices(trigger.shape.kind.options))
    .option('--after <time>', 'only runs made since a date, an instant or that long ago (2h)', instantText)
    .option('--before <time>', 'only runs made before', instantText)
    .option('--result', 'with an id: print the result alone');
  addJson(addLimit(command))
    .addHelpText('after', help)
    .action(async (run: string | undefined) => {
      const { result, ...given } = options.parse(command.opts());
      await (run === undefined ? listRuns(given) : showRun(run, { json: given.json, result }));
    });
}

async function listRuns({ limit, json, ...filter }: Omit<z.infer<typeof options>, 'result'>): Promise<void> {
  await using connection = await connect();
  const listed = await collected(limit, (paging) => connection.client.listRuns({ query: { ...paging, ...filter } }));
  await printList(listed, json, ['RUN', 'SCRIPT', 'STATUS', 'REASON', 'CREATED', 'WALL', 'MEMORY'], row);
}

function row(run: RunSummary): string[] {
  const script = run.script === null ? '-' : `${run.script}${run.version === null ? '' : `@${run.version}`}`;
  const { metrics } = run;
  const measured = metrics === null ? ['-', '-'] : [duration(metrics.wallMs), mebibytes(metrics.peakMemoryMiB)];
  return [run.id, script, coloured(run.status), run.reason ?? '-', moment(run.createdAt), ...measured];
}
