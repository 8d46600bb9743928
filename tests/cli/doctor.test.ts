import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentOf, givenCli } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

test('doctor says which Python is used, which walls stand, and where the data lie', async () => {
  const cli = givenCli();
  const { code, stdout } = await cli.run(['doctor']);
  expect(stdout).toMatch(/^\S*python\S* +3\.1\d\.\d+ +used/m);
  expect(stdout).toMatch(/^no-new-privs +(stands|missing)/m);
  expect(stdout).toContain(`${cli.home} (writable)`);
  expect(code).toBe(0);
});

test('doctor --json is one document', async () => {
  expect(documentOf(await givenCli().run(['doctor', '--json']))).toMatchObject({
    node: process.versions.node,
    problems: [],
    machine: { walls: expect.any(Array), missing: expect.any(Array) },
  });
});

test('what keeps scripts from running is said in a sentence, with exit code 1', async () => {
  const without = await givenCli().run(['doctor', '--json'], { env: { RUNLET_PYTHON: '/nowhere/python' } });
  expect(documentOf(without)).toMatchObject({ machine: null, problems: [expect.stringContaining('/nowhere/python')] });
  expect(without.code).toBe(1);
});

test('a data folder that cannot be is named', async () => {
  const file = givenFolder({ taken: '' });
  chmodSync(file, 0o755);
  const { code, stdout } = await givenCli(`${file}/taken/home`).run(['doctor']);
  expect(stdout).toContain('cannot be written; change its owner, or name another in RUNLET_HOME');
  expect(code).toBe(1);
});

test.each([
  [{}, /^kept to be read here/],
  [{ RUNLET_SMTP_URL: 'smtp://user:hunter2@mail.example.com:587', RUNLET_MAIL_FROM: 'a@example.com' }, /^handed to mail\.example\.com:587/],
  [{ RUNLET_SMTP_URL: 'smtp://user:hunter2@mail.example.com' }, /RUNLET_MAIL_FROM is not/],
])('doctor says what becomes of mail, and shows no password', async (env, sentence) => {
  const examined = await givenCli().run(['doctor', '--json'], { env });
  expect(documentOf(examined)['mail']).toMatch(sentence);
  expect(examined.stdout).not.toContain('hunter2');
});
