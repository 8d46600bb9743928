import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { detach } from '../run/detach.ts';
import { Interrupt } from '../run/interrupt.ts';
import { showToEnd } from '../run/show-to-end.ts';

const options = z.object({ ...jsonOption, detach: z.boolean().default(false) });

/** `runlet schedules run`: the schedule's script now, as it would run at a slot but beside them, shown and ended as by `run`. */
export function declareRunNow(schedules: Command): void {
  const command = schedules
    .command('run')
    .description('run it now, beside its slots: the script is not asked by its trigger()')
    .argument('<schedule>', 'id of a schedule')
    .option('-d, --detach', 'print the id of the run and let it go on by itself');
  addJson(command).action(async (id: string) => {
    process.exitCode = await runNow(id, options.parse(command.opts()));
  });
}

async function runNow(schedule: string, { json, detach: detached }: z.infer<typeof options>): Promise<number> {
  await using connection = await connect({ admit: !detached });
  const params = { schedule };
  if (detached) return await detach(connection, await connection.client.runSchedule({ params }), json);
  const interrupt = new Interrupt(connection.client);
  const run = await connection.client.runSchedule({ params });
  interrupt.watch(run.id);
  return await showToEnd(connection, run.id, json);
}
