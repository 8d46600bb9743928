import { expect, test } from 'vitest';
import { givenCli } from './given-cli.ts';

const names = [
  'run',
  'push',
  'scripts',
  'versions',
  'diff',
  'promote',
  'runs',
  'logs',
  'cancel',
  'rerun',
  'schedules',
  'subscriptions',
  'validate',
  'templates',
  'start',
  'doctor',
  'token',
  'completion',
];

test('the help names every command and shows examples', async () => {
  const { code, stdout } = await givenCli().run(['--help']);
  for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).toContain('Examples:');
  expect(stdout).not.toContain('carry');
  expect(code).toBe(0);
});

test.each(names)('%s --help ends well', async (name) => {
  const { code, stdout, stderr } = await givenCli().run([name, '--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Usage: runlet ${name}`);
});

test('without a command the help is shown', async () => {
  expect((await givenCli().run([])).stdout).toContain('Usage: runlet');
});

test('the version is that of the package', async () => {
  expect((await givenCli().run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

const refusals: [string, string[], RegExp, Record<string, string>?][] = [
  ['an unknown option', ['runs', '--statsu', 'FAILED'], /unknown option '--statsu'\s+\(Did you mean --status\?\)/],
  ['an unknown command', ['rnu', 'x.py'], /unknown command 'rnu'\s+\(Did you mean run\?\)/],
  ['a missing argument', ['run'], /missing required argument 'what'/],
  ['a time that is none', ['run', 'x.py', '--timeout', 'soon'], /such as 500ms, 90s, 10m/],
  ['an unknown status', ['runs', '--status', 'DONE'], /Give one of QUEUED/],
  ['a file that is not there', ['run', 'nowhere.py'], /nowhere\.py is not there/],
  ['an address that is none', ['runs'], /RUNLET_URL is nonsense/, { RUNLET_URL: 'nonsense' }],
];

test.each(refusals)('%s is refused in a sentence with exit code 2', async (_, args, sentence, env = {}) => {
  const { code, stdout, stderr } = await givenCli().run(args, { env });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a server that does not answer is told with exit code 125', async () => {
  const { code, stderr } = await givenCli().run(['runs'], { env: { RUNLET_URL: 'http://127.0.0.1:9' } });
  expect(stderr).toMatch(/No server answers at http:\/\/127\.0\.0\.1:9/);
  expect(code).toBe(125);
});

test('a failure with --json is the one document on stdout', async () => {
  const { code, stdout } = await givenCli().run(['runs', 'run_01JH7Q3V9ZK4M2N8P6R5S1T0WX', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-found' } });
  expect(code).toBe(2);
});

test.each([
  ['a file', import.meta.filename],
  ['a place where no folder can be', '/proc/runlet'],
])('%s as data folder is refused with its name and what to do', async (_what, folder) => {
  const { code, stderr } = await givenCli().run(['start', '--port', '0', '--data', folder]);
  expect(code).toBe(2);
  expect(stderr).toContain(folder);
  expect(stderr).toContain('--data');
});
