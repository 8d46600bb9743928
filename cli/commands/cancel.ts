import type { Command } from 'commander';
import * as z from 'zod';
import { isTerminal } from '../../core/run.ts';
import { connect } from '../connect.ts';
import { lastLine } from '../output/last-line.ts';
import { Progress } from '../output/progress.ts';
import { write, writeJson } from '../output/terminal.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object(jsonOption);

/** `runlet cancel`: stops a run and says so once nothing of it runs any more. */
export function declareCancel(program: Command): void {
  const command = program.command('cancel').description('cancel a run and wait until it is stopped').argument('<run>', 'id of the run');
  addJson(command)
    .addHelpText('after', '\nExample:\n  $ runlet cancel run_01JH7Q3V9ZK4M2N8P6R5S1T0WX')
    .action(async (run: string) => {
      await cancelRun(run, options.parse(command.opts()).json);
    });
}

async function cancelRun(runId: string, json: boolean): Promise<void> {
  await using connection = await connect();
  const progress = new Progress('canceling');
  const params = { run: runId };
  let run = await connection.client.cancelRun({ params, query: { wait: 25 } });
  while (!isTerminal(run.status)) run = await connection.client.getRun({ params, query: { wait: 25 } });
  progress.end();
  if (json) return await writeJson(run);
  await write('stdout', `${run.id} ${lastLine(run)}\n`);
}
