import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';

const options = z.object(jsonOption);

/** `runlet subscriptions remove`: ends a subscription. */
export function declareRemoveSubscription(subscriptions: Command): void {
  const command = subscriptions.command('remove').description('end a subscription').argument('<subscription>', 'id of a subscription');
  addJson(command).action(async (id: string) => {
    await using connection = await connect();
    await connection.client.deleteSubscription({ params: { subscription: id } });
    await (options.parse(command.opts()).json ? writeJson({ id, removed: true }) : write('stdout', `${id} is removed\n`));
  });
}
