import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..', '..');

function command(name: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', `${name}.ts`), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
}

test.each([
  ['deploy', ['--stak', 'X'], /^Unknown option '--stak'\. Usage: npm run deploy \[-- --stack <name>.*\n$/],
  ['destroy', ['Staging'], /^Unexpected argument 'Staging'\. .*Usage: npm run destroy .*\n$/],
  ['token', ['--name'], /^Option '--name <value>' argument missing\. Usage: npm run token -- --name <name>.*\n$/],
])('a wrong option of `npm run %s` is said in one line, with what is right: %j', (name, args, line) => {
  expect(command(name, args)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(line) });
});

test('an option that npm took for its own, because no -- stands before it, is not passed over', () => {
  const { status, stderr } = command('deploy', [], { npm_config_stack: 'Staging' });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^npm took --stack for an option of its own; write -- before it\. Usage: /)]);
});
