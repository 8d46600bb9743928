import type { Command } from 'commander';
import * as z from 'zod';
import { addJson, addLimit, listOptions } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { heardOf } from './heard-of.ts';

const options = z.object(listOptions);

/** `runlet subscriptions list`: who hears what. */
export function declareListSubscriptions(subscriptions: Command): void {
  const command = subscriptions.command('list').description('list who hears what, newest first');
  addJson(addLimit(command)).action(async () => {
    const { limit, json } = options.parse(command.opts());
    await using connection = await connect();
    const listed = await collected(limit, (query) => connection.client.listSubscriptions({ query }));
    await printList(listed, json, ['SUBSCRIPTION', 'ADDRESS', 'HEARS OF'], (one) => [
      one.id,
      one.status === 'pending' ? `${one.address} (pending)` : one.address,
      heardOf(one),
    ]);
  });
}
