import type { Command } from 'commander';
import * as z from 'zod';
import { connect } from '../connect.ts';
import { detach } from '../run/detach.ts';
import { Interrupt } from '../run/interrupt.ts';
import { showToEnd } from '../run/show-to-end.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({ ...jsonOption, detach: z.boolean().default(false) });

/** `runlet rerun`: the same version with the same input once more, shown and ended as by `run`. */
export function declareRerun(program: Command): void {
  const command = program
    .command('rerun')
    .description('run the same version again with the same input')
    .argument('<run>', 'id of the run')
    .option('-d, --detach', 'print the id of the new run and let it go on by itself');
  addJson(command)
    .addHelpText('after', '\nExample:\n  $ runlet rerun run_01JH7Q3V9ZK4M2N8P6R5S1T0WX')
    .action(async (run: string) => {
      process.exitCode = await rerun(run, options.parse(command.opts()));
    });
}

async function rerun(runId: string, { json, detach: detached }: z.infer<typeof options>): Promise<number> {
  await using connection = await connect({ admit: !detached });
  const params = { run: runId };
  if (detached) return await detach(connection, await connection.client.rerunRun({ params }), json);
  const interrupt = new Interrupt(connection.client);
  const run = await connection.client.rerunRun({ params });
  interrupt.watch(run.id);
  return await showToEnd(connection, run.id, json);
}
