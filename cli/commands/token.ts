import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { scope, scopes } from '../../core/schemas/token.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { moment } from '../output/quantities.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { addJson, addLimit, jsonOption, listOptions } from './options.ts';
import { wholeNumber } from '../values/whole-number.ts';

const createOptions = z.object({ ...jsonOption, scope: z.array(scope).optional(), days: z.int().optional() });
const someListed = z.object(listOptions);
const revokeOptions = z.object(jsonOption);

/** `runlet token`: API tokens, made, listed and revoked. */
export function declareToken(program: Command): void {
  const token = program.command('token').description('create, list and revoke API tokens');
  const create = token
    .command('create')
    .description('make a token; its secret is shown once')
    .argument('<name>', 'what the token is for')
    .addOption(new Option('--scope <scope...>', 'what it may do; all that runs and scripts need unless said otherwise').choices(scopes))
    .option('--days <n>', 'let it expire after this many days', wholeNumber(1, 3650));
  addJson(create)
    .addHelpText('after', '\nExample:\n  $ runlet token create ci --scope runs:write runs:read --days 90')
    .action(async (name: string) => {
      await createToken(name, createOptions.parse(create.opts()));
    });
  const list = token.command('list').description('list tokens, without their secrets');
  addJson(addLimit(list)).action(async () => {
    await listTokens(someListed.parse(list.opts()));
  });
  const revoke = token.command('revoke').description('revoke a token at once').argument('<id>', 'id of the token, as list shows it');
  addJson(revoke).action(async (id: string) => {
    await revokeToken(id, revokeOptions.parse(revoke.opts()).json);
  });
}

async function createToken(name: string, { json, scope: wanted, days }: z.infer<typeof createOptions>): Promise<void> {
  await using connection = await connect();
  const made = await connection.client.createToken({ body: { name, scopes: wanted, expiresInDays: days } });
  if (json) return await writeJson(made);
  await write('stdout', `${made.token}\n`);
  await write('stderr', styled('dim', `${made.id}: keep the secret now, it is not shown again\n`, 'stderr'));
}

async function listTokens({ limit, json }: z.infer<typeof someListed>): Promise<void> {
  await using connection = await connect();
  const listed = await collected(limit, (query) => connection.client.listTokens({ query }));
  await printList(listed, json, ['ID', 'NAME', 'SCOPES', 'CREATED', 'EXPIRES', 'LAST USED'], (token) => [
    token.id,
    token.name,
    token.scopes.join(' '),
    moment(token.createdAt),
    moment(token.expiresAt),
    moment(token.lastUsedAt),
  ]);
}

async function revokeToken(id: string, json: boolean): Promise<void> {
  await using connection = await connect();
  await connection.client.deleteToken({ params: { token: id } });
  if (json) return await writeJson({ id, revoked: true });
  await write('stdout', `${id} is revoked\n`);
}
