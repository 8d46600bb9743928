import type { Command } from 'commander';
import * as z from 'zod';
import type { Client } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({ ...jsonOption, note: z.string().optional() });

/** `runlet promote`: makes a version live, or the code of a run a version. */
export function declarePromote(program: Command): void {
  const command = program
    .command('promote')
    .description('make a version live, or save the code of a run as a version')
    .argument('<what>', 'name of the script, or id of a run')
    .argument('<to>', 'number of the version, or for a run the name of the script')
    .option('--note <text>', 'a note on the version that is made from a run');
  addJson(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ runlet promote report 3                              an older number rolls back\n  $ runlet promote run_01JH7Q3V9ZK4M2N8P6R5S1T0WX report',
    )
    .action(async (what: string, to: string) => {
      await promote(what, to, options.parse(command.opts()));
    });
}

async function promote(what: string, to: string, { json, note }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  if (what.startsWith('run_')) return await promoteRun(connection.client, what, to, note, json);
  if (!/^[1-9]\d{0,8}$/.test(to)) throw new UsageError(`${to} is no version; give its number (runlet versions ${what} lists them).`);
  const script = await connection.client.promoteVersion({ params: { script: what, version: Number(to) } });
  if (json) return await writeJson(script);
  await write('stdout', `${script.name} version ${script.live} is live\n`);
}

async function promoteRun(client: Client, run: string, script: string, note: string | undefined, json: boolean): Promise<void> {
  const version = await client.promoteRun({ params: { run }, body: { script, note } });
  if (json) return writeJson(version);
  await write('stdout', `${version.script} version ${version.version} is saved\n`);
}
