import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { documentOf, givenCli } from './given-cli.ts';
import type { Started } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';
import { announcement, givenServer } from './given-server.ts';

async function expectStopped({ child, ended }: Started, signal: 'SIGINT' | 'SIGTERM'): Promise<string> {
  child.kill(signal);
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  return stdout;
}

test('start --json prints one line with address and token, which are those of server.json', async () => {
  const { server, url, token } = await givenServer(givenCli());
  expect((await fetch(`${url}/v1/runs`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const printed = await expectStopped(server, 'SIGTERM');
  expect(printed.split('\n')).toHaveLength(2);
  expect(announcement.parse(JSON.parse(printed))).toEqual({ url, token });
});

test('server.json is for its owner alone', async () => {
  const cli = givenCli();
  await givenServer(cli);
  expect(statSync(join(cli.home, 'server.json')).mode & 0o777).toBe(0o600);
});

test('the first start prints a link that signs in, and a later one keeps the token to itself', async () => {
  const cli = givenCli();
  const first = cli.start(['start', '--port', '0']);
  await first.saw('Token: ');
  const link = z.string().parse(/http\S+token=\S+/.exec(await expectStopped(first, 'SIGINT'))?.[0]);
  const second = cli.start(['start', '--port', '0']);
  await second.saw('/docs');
  expect(await expectStopped(second, 'SIGINT')).not.toContain(new URL(link).searchParams.get('token'));
});

test('a second server on the same folder is refused with the address of the first', async () => {
  const cli = givenCli();
  const { url } = await givenServer(cli);
  const { code, stderr } = await cli.run(['start', '--port', '0']);
  expect(stderr).toContain(`already, at ${url}`);
  expect(code).toBe(2);
});

test('a port that is taken is refused in a sentence', async () => {
  const { url } = await givenServer(givenCli());
  const { code, stderr } = await givenCli().run(['start', '--port', new URL(url).port]);
  expect(stderr).toMatch(/cannot listen on .*choose another with --port/);
  expect(code).toBe(2);
});

test.each(['0', '-1', '1.5', 'week', ''])('a retention of %j days is refused in a sentence', async (days) => {
  const { code, stderr } = await givenCli().run(['start', '--port', '0'], { env: { RUNLET_RETENTION_DAYS: days } });
  expect(stderr).toMatch(/RUNLET_RETENTION_DAYS.*whole number from 1 to 3650/);
  expect(code).toBe(2);
});

test.each([
  [{ RUNLET_SMTP_URL: 'smtp://user:hunter2@mail.example.com' }, /RUNLET_MAIL_FROM is not/],
  [{ RUNLET_SMTP_URL: 'http://user:hunter2@mail.example.com', RUNLET_MAIL_FROM: 'a@example.com' }, /it takes smtp:\/\//],
  [{ RUNLET_PUBLIC_URL: 'runlet.example.com' }, /RUNLET_PUBLIC_URL.*an address like https/s],
])('%j is refused in a sentence that shows no password', async (env, sentence) => {
  const { code, stdout, stderr } = await givenCli().run(['start', '--port', '0'], { env });
  expect(stderr).toMatch(sentence);
  expect(stdout + stderr).not.toContain('hunter2');
  expect(code).toBe(2);
});

test('a password for mail reaches neither scripts nor what is printed or kept', async () => {
  const cli = givenCli();
  const mail = { RUNLET_SMTP_URL: 'smtp://user:hunter2@127.0.0.1:1', RUNLET_MAIL_FROM: 'runlet@example.com' };
  const server = cli.start(['start', '--port', '0', '--json'], { env: mail });
  await server.saw('}\n');
  const file = join(givenFolder({ 'env.py': 'import os\nprint(sorted(os.environ))\nprint(os.environ)\n' }), 'env.py');
  const ran = await cli.run(['run', file]);
  expect(ran.stdout).toContain('RUNLET_');
  expect(ran.stdout).not.toMatch(/hunter2|SMTP/);
  server.child.kill('SIGTERM');
  const { stdout, stderr } = await server.ended;
  expect(stdout + stderr).not.toContain('hunter2');
  for (const name of ['server.json', 'runlet.db']) expect(readFileSync(join(cli.home, name), 'latin1')).not.toContain('hunter2');
});

test('while a server runs, the commands on its folder talk to it', async () => {
  const cli = givenCli();
  const { server } = await givenServer(cli);
  const file = join(givenFolder({ 'hello.py': 'print("hello")\n' }), 'hello.py');
  expect(await cli.run(['run', file])).toMatchObject({ code: 0, stdout: 'hello\n' });
  const { code, stdout } = await cli.run(['run', file, '--detach']);
  expect(code).toBe(0);
  expect(await cli.run(['logs', stdout.trim(), '--follow'])).toMatchObject({ code: 0, stdout: 'hello\n' });
  await expectStopped(server, 'SIGTERM');
});

test('RUNLET_URL and RUNLET_TOKEN point at a server on another folder', async () => {
  const { url, token } = await givenServer(givenCli());
  const made = await givenCli().run(['token', 'create', 'ci', '--json'], { env: { RUNLET_URL: url, RUNLET_TOKEN: token } });
  expect(documentOf(made)).toMatchObject({ name: 'ci', token: expect.stringMatching(/^rlt_/) });
  const refused = await givenCli().run(['runs'], { env: { RUNLET_URL: url, RUNLET_TOKEN: 'wrong' } });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('token is unknown') });
});
