import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { messageStates } from '../../core/schemas/subscription.ts';
import type { MailMessage } from '../../core/schemas/subscription.ts';
import { addJson, addLimit, listOptions } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { moment } from '../output/quantities.ts';
import { styled, write } from '../output/terminal.ts';

const options = z.object({ ...listOptions, state: z.enum(messageStates).optional(), text: z.boolean().default(false) });

/** `runlet subscriptions messages`: what was told to whom, and what became of it. */
export function declareMessages(subscriptions: Command): void {
  const command = subscriptions
    .command('messages')
    .description('list the messages and what became of each, newest first')
    .addOption(new Option('--state <state>', 'only messages of which this became').choices(messageStates))
    .option('--text', 'print the messages themselves');
  addJson(addLimit(command))
    .addHelpText('after', '\nExample:\n  $ runlet subscriptions messages --text --limit 1')
    .action(async () => {
      await listMessages(options.parse(command.opts()));
    });
}

async function listMessages({ limit, json, state, text }: z.infer<typeof options>): Promise<void> {
  await using connection = await connect();
  const listed = await collected(limit, (paging) => connection.client.listMessages({ query: { ...paging, state } }));
  if (text && !json && listed.items.length > 0) return await write('stdout', listed.items.map(whole).join('\n'));
  await printList(listed, json, ['MADE', 'STATE', 'TO', 'SUBJECT'], (message) => [
    moment(message.createdAt),
    message.state,
    message.to,
    message.lastError === null ? message.subject : `${message.subject} (${message.lastError})`,
  ]);
}

function whole({ to, subject, createdAt, state, text }: MailMessage): string {
  return `${styled('bold', subject)}\nto ${to}, ${moment(createdAt)}, ${state}\n\n${text.trimEnd()}\n`;
}
