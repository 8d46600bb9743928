import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { notices, toldStatuses } from '../../core/schemas/subscription.ts';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { heardOf } from './heard-of.ts';

const options = z.object({
  ...jsonOption,
  script: z.string().optional(),
  label: z.string().optional(),
  status: z.array(z.enum(toldStatuses)).optional(),
  notice: z.array(z.enum(notices)).optional(),
});

/** `runlet subscriptions add`: has an address told of what it wants to hear. */
export function declareAddSubscription(subscriptions: Command): void {
  const command = subscriptions
    .command('add')
    .description('have an e-mail address told of runs and schedules')
    .argument('<address>', 'e-mail address')
    .option('--script <script>', 'only of this script')
    .option('--label <label>', 'only of scripts with this label')
    .addOption(
      new Option('--status <status...>', 'of runs that ended so; FAILED, TIMED_OUT and CRASHED unless said otherwise').choices(
        toldStatuses,
      ),
    )
    .addOption(new Option('--notice <notice...>', 'what else to tell; all of it unless said otherwise').choices(notices));
  addJson(command)
    .addHelpText('after', '\nExample:\n  $ runlet subscriptions add team@example.com --script report --notice missed overdue')
    .action(async (address: string) => {
      await addSubscription(address, options.parse(command.opts()));
    });
}

async function addSubscription(address: string, { json, status, notice, ...filter }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const made = await connection.client.createSubscription({ body: { address, ...filter, statuses: status, notices: notice } });
  if (json) return await writeJson(made);
  await write('stdout', `${made.id}: ${made.address} is told of ${heardOf(made)}\n`);
  if (made.status === 'pending') await write('stderr', 'once its owner has agreed: a mail that asks for it is on its way\n');
}
