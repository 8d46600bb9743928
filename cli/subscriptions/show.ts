import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { moment } from '../output/quantities.ts';
import { write, writeJson } from '../output/terminal.ts';
import { heardOf } from './heard-of.ts';

const options = z.object(jsonOption);

/** `runlet subscriptions show`: one subscription, and whether its address has agreed. */
export function declareShowSubscription(subscriptions: Command): void {
  const command = subscriptions.command('show').description('show a subscription').argument('<subscription>', 'id of a subscription');
  addJson(command).action(async (id: string) => {
    await using connection = await connect();
    const shown = await connection.client.getSubscription({ params: { subscription: id } });
    if (options.parse(command.opts()).json) return await writeJson(shown);
    const since = `${moment(shown.createdAt)} by ${shown.createdBy}`;
    await write('stdout', `${shown.id}  ${shown.address}  ${shown.status}\nhears of ${heardOf(shown)}\nmade ${since}\n`);
  });
}
