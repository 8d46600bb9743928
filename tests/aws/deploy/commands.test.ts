import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../../client/index.ts';
import { containerOf } from '../harness/containers.ts';
import { givenAccount } from './given-account.ts';
import type { GivenAccount } from './given-account.ts';

let account: GivenAccount;
let url = '';
let token = '';
beforeAll(async () => {
  account = await givenAccount();
});
afterAll(() => account.close());

const client = () => createClient({ url, token });

test('`npm run deploy` prepares an account, deploys, and prints the address, what it costs and what to do next', async () => {
  const { code, stdout, stderr } = await account.command('deploy');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/24 runs may be under way at once/);
  expect(stdout).toMatch(/It costs about \$0\.\d\d a month while no script runs/);
  expect(stdout).toContain('npm run token -- --name <your name>');
  url = /Runlet stands at (\S+)/.exec(stdout)?.[1] ?? '';
  expect(await client().healthz()).toMatchObject({ status: 'ok' });
});

test('`npm run token` prints a token alone on stdout, and the API takes it', async () => {
  const { code, stdout, stderr } = await account.command('token', '--name', 'ada');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^rlt_\S+\n$/);
  token = stdout.trim();
  expect((await client().listRuns({})).items).toEqual([]);
});

test('`npm run destroy` lets nothing begin, stops what runs, and says what stays, even when the removal itself breaks off', async () => {
  await account.buildImage();
  const { id } = await client().previewRun({ body: { source: 'import time\ntime.sleep(300)\n' } });
  await containerOf(account.engine, id);
  // Such a context the app refuses. The removal itself is not to be seen here: CDK names the stack by its ARN, which the emulator does not know.
  const { code, stdout, stderr } = await account.command('destroy', '--yes', '--context', 'quotaRuns=none');
  expect(code).toBe(1);
  expect(stdout).toContain('Nothing begins any more.\nStopped 1 executions and 1 tasks.\n');
  expect(stderr).toContain('The stack was not removed; CDK says above why. No run begins any more. These hold your data and stay:');
  for (const kind of ['table', 'bucket', 'user pool']) expect(stderr).toMatch(new RegExp(`^  ${kind} +\\S+   \\S`, 'm'));
  expect(await account.running()).toEqual({ executions: 0, containers: 0 });
  expect((await account.closed()).toSorted()).toEqual(['admit', 'fire', 'launch', 'python', 'runs', 'schedules', 'sweep', 'undelivered']);
});

test('a file of knobs that was named and is not there is no wish for defaults', async () => {
  const { code, stderr } = await account.command('deploy', '--config', 'nowhere.json');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^There is no file .*nowhere\.json; --config takes a file of knobs, docs\/deploy\.md lists them\.\n$/);
});

test('a stack that is not there is not destroyed', async () => {
  const { code, stderr } = await account.command('destroy', '--yes', '--stack', 'Other');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^There is no stack Other in this account and Region; .*--stack names another\.\n$/);
});
