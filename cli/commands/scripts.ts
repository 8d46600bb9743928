import type { Command } from 'commander';
import * as z from 'zod';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { moment } from '../output/quantities.ts';
import { addJson, addLimit, listOptions } from './options.ts';

const options = z.object({ ...listOptions, prefix: z.string().optional(), label: z.string().optional() });

/** `runlet scripts`: the saved scripts by name. */
export function declareScripts(program: Command): void {
  const command = program
    .command('scripts')
    .description('list saved scripts')
    .option('--prefix <text>', 'only names that begin so')
    .option('--label <label>', 'only scripts with this label');
  addJson(addLimit(command))
    .addHelpText('after', '\nExamples:\n  $ runlet scripts\n  $ runlet scripts --prefix report --json')
    .action(async () => {
      await listScripts(options.parse(command.opts()));
    });
}

async function listScripts({ limit, json, ...filter }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const listed = await collected(limit, (paging) => connection.client.listScripts({ query: { ...paging, ...filter } }));
  await printList(listed, json, ['NAME', 'LIVE', 'LATEST', 'CHANGED', 'DESCRIPTION'], (script) => [
    script.name,
    script.live === null ? '-' : String(script.live),
    String(script.latest),
    moment(script.updatedAt),
    script.description ?? '',
  ]);
}
