import type { Command } from 'commander';
import { declareAddSubscription } from '../subscriptions/add.ts';
import { declareListSubscriptions } from '../subscriptions/list.ts';
import { declareMessages } from '../subscriptions/messages.ts';
import { declareRemoveSubscription } from '../subscriptions/remove.ts';
import { declareShowSubscription } from '../subscriptions/show.ts';

const help = `
Examples:
  $ runlet subscriptions add team@example.com --label nightly
  $ runlet subscriptions add me@example.com --script report --status FAILED SUCCEEDED --notice missed
  $ runlet subscriptions messages --state given-up`;

/** `runlet subscriptions`: who is told of runs and schedules by mail, and what was sent. */
export function declareSubscriptions(program: Command): void {
  const subscriptions = program.command('subscriptions').description('have people told by mail, and see what was sent');
  for (const declare of [
    declareAddSubscription,
    declareListSubscriptions,
    declareShowSubscription,
    declareRemoveSubscription,
    declareMessages,
  ])
    declare(subscriptions);
  subscriptions.addHelpText('after', help);
}
