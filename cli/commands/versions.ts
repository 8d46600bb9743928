import type { Command } from 'commander';
import * as z from 'zod';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { moment } from '../output/quantities.ts';
import { styled } from '../output/terminal.ts';
import { addJson, addLimit, listOptions } from './options.ts';

const options = z.object(listOptions);

/** `runlet versions`: the versions of a script, newest first. */
export function declareVersions(program: Command): void {
  const command = program.command('versions').description('list the versions of a script').argument('<script>', 'name or id of the script');
  addJson(addLimit(command))
    .addHelpText('after', '\nExample:\n  $ runlet versions report')
    .action(async (script: string) => {
      await listVersions(script, options.parse(command.opts()));
    });
}

async function listVersions(script: string, { limit, json }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const { client } = connection;
  const params = { script };
  const [{ live }, listed] = await Promise.all([
    client.getScript({ params }),
    collected(limit, (query) => client.listVersions({ params, query })),
  ]);
  await printList(listed, json, ['VERSION', 'SAVED', 'BY', 'FILES', 'SHA-256', 'NOTE'], (version) => [
    version.version === live ? styled('green', `${version.version} live`) : String(version.version),
    moment(version.createdAt),
    version.createdBy,
    String(version.files.length),
    version.sha256.slice(0, 12),
    version.note ?? '',
  ]);
}
