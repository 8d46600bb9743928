import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, givenCli } from './given-cli.ts';
import type { Ended } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

const idOf = (ended: Ended): string => String(documentOf(ended)['id']);

test('a subscription is made with what it hears of, listed, shown and removed', async () => {
  const cli = givenCli();
  const made = await cli.run([
    'subscriptions',
    'add',
    'team@example.com',
    '--status',
    'FAILED',
    'SUCCEEDED',
    '--notice',
    'missed',
    '--json',
  ]);
  const id = idOf(made);
  expect(documentOf(made)).toMatchObject({ statuses: expect.arrayContaining(['FAILED', 'SUCCEEDED']), notices: ['missed'], script: null });
  const { stdout } = await cli.run(['subscriptions', 'list']);
  expect(stdout).toMatch(new RegExp(`^SUBSCRIPTION .*\\n${id}  team@example\\.com  SUCCEEDED FAILED, missed; all scripts\\n$`));
  expect((await cli.run(['subscriptions', 'show', id])).stdout).toContain(`${id}  team@example.com  confirmed\nhears of SUCCEEDED FAILED`);
  expect(await cli.run(['subscriptions', 'remove', id])).toMatchObject({ code: 0, stdout: `${id} is removed\n` });
  expect((await cli.run(['subscriptions', 'list'])).stderr).toBe('nothing yet\n');
  expect((await cli.run(['subscriptions', 'show', id, '--json'])).code).toBe(2);
});

test('unless said otherwise it hears of failures and all notices', async () => {
  const { stdout } = await givenCli().run(['subscriptions', 'add', 'team@example.com', '--label', 'nightly']);
  expect(stdout).toMatch(/^sub_\w{26}: team@example\.com is told of failures, all notices; all scripts, label nightly\n$/);
});

test.each([
  ['an address that is none', ['nobody'], /address: expected/],
  ['a script that is not there', ['team@example.com', '--script', 'nobody'], /nobody/],
  ['an unknown notice', ['team@example.com', '--notice', 'lunch'], /Allowed choices are recovered, near-limit, missed, overdue/],
  ['a status that nothing ends in', ['team@example.com', '--status', 'RUNNING'], /Allowed choices are SUCCEEDED, FAILED/],
])('%s is refused in a sentence with exit code 2', async (_, words, sentence) => {
  const { code, stdout, stderr } = await givenCli().run(['subscriptions', 'add', ...words]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
});

test('the messages that were told are listed, and printed whole', async () => {
  const cli = givenCli();
  const file = join(givenFolder({ 'broken.py': 'raise ValueError("bad row")\n' }), 'broken.py');
  await cli.run(['push', file]);
  await cli.run(['subscriptions', 'add', 'team@example.com']);
  expect((await cli.run(['run', 'broken'])).code).toBe(1);
  expect((await cli.run(['subscriptions', 'messages', '--state', 'waiting'])).stdout).toMatch(/ waiting +team@example\.com {2}.*broken/);
  expect((await cli.run(['subscriptions', 'messages', '--text', '--limit', '1'])).stdout).toContain('bad row');
  expect(documentOf(await cli.run(['subscriptions', 'messages', '--json']))).toMatchObject({ items: [{ kind: 'first-failure' }] });
});
