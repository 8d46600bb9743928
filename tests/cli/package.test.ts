import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { cleanEnv, program } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
let tarball = '';

beforeAll(async () => {
  const folder = temporaryFolder('package');
  // The build has been made before any test; made again here it would replace what other tests are running.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  tarball = (await run('ls', [folder])).stdout.trim();
  tarball = join(folder, tarball);
});

test('the package runs a script in an empty folder, without a network and without another package', async () => {
  const folder = givenFolder({ 'hello.py': 'print("hello")\n' });
  const env = cleanEnv({
    RUNLET_HOME: join(folder, 'home'),
    npm_config_cache: join(folder, 'cache'),
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  });
  const { stdout, stderr } = await run('npx', ['--yes', '--offline', `file:${tarball}`, 'run', 'hello.py'], { cwd: folder, env });
  expect(stdout).toBe('hello\n');
  expect(stderr).toContain('SUCCEEDED');
});

test('the package holds what it runs and no tests, and the licences of what is in it', async () => {
  const { stdout } = await run('tar', ['tzf', tarball]);
  for (const path of [
    'dist/runlet.js',
    'dist/docs/swagger-ui.css',
    'runner-container/runner/__main__.py',
    'core/contract/limits.json',
    'templates/csv-report/script.py',
  ]) {
    expect(stdout).toContain(`package/${path}\n`);
  }
  expect(stdout).not.toMatch(/test|__pycache__|\.ts$/m);
  expect(readFileSync(join(root, 'dist/LICENSES.txt'), 'utf8')).toMatch(/commander [\d.]+ \(MIT\)/);
});

test('an older Node is told in one sentence what to do', async () => {
  const folder = givenFolder();
  const older = join(folder, 'older.cjs');
  writeFileSync(older, 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });\n');
  const ended = run(process.execPath, ['--require', older, program, 'run', 'hello.py'], { cwd: folder });
  await expect(ended).rejects.toMatchObject({
    code: 125,
    stdout: '',
    stderr: expect.stringMatching(/^runlet: this is Node 20\.20\.2, and Runlet needs Node 24 or later; install .*\n$/),
  });
});
