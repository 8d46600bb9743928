import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { givenCli } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

test('commands and options are completed with their descriptions', async () => {
  const cli = givenCli();
  expect((await cli.run(['complete', '--', 'ru'])).stdout).toMatch(/^run\t.*\nruns\t/);
  expect((await cli.run(['complete', '--', 'run', '--tim'])).stdout).toMatch(/^--timeout\t/);
});

test('the script for bash is one that bash can read', async () => {
  const { stdout } = await givenCli().run(['completion', 'bash']);
  const script = join(givenFolder({ 'completion.bash': stdout }), 'completion.bash');
  expect(execFileSync('bash', ['-c', `source ${script} && complete -p runlet`], { encoding: 'utf8' })).toContain('__runlet_complete');
});

test.each(['zsh', 'fish', 'powershell'])('there is a script for %s', async (shell) => {
  const { code, stdout } = await givenCli().run(['completion', shell]);
  expect(stdout).toMatch(/runlet\W+complete /);
  expect(code).toBe(0);
});
