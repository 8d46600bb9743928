import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../temporary-folder.ts';
import { cleanEnv, program } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const folder = temporaryFolder('package');
let tarball = '';

beforeAll(async () => {
  // The build has been made before any test; made again here it would replace what other tests are running.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  tarball = join(folder, z.string().parse((await readdir(folder))[0]));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the package runs a script in an empty folder, without a network and without another package', async () => {
  const empty = givenFolder({ 'hello.py': 'print("hello")\n' });
  const env = cleanEnv({
    RUNLET_HOME: join(empty, 'home'),
    npm_config_cache: join(empty, 'cache'),
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  });
  const { stdout, stderr } = await run('npx', ['--yes', '--offline', `file:${tarball}`, 'run', 'hello.py'], { cwd: empty, env });
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
