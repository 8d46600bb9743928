import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cleanEnv, documentOf, givenCli, program } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

const sleeps = 'import time\nprint("begun", flush=True)\ntime.sleep(60)\n';
const ignores = `import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n${sleeps}`;
const givenScript = (source: string) => join(givenFolder({ 'script.py': source }), 'script.py');

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels the run, waits for its end and exits with 130', async (signal) => {
  const started = givenCli().start(['run', givenScript(sleeps)]);
  await started.saw('begun');
  started.child.kill(signal);
  const { code, stdout, stderr } = await started.ended;
  expect([code, stdout]).toEqual([130, 'begun\n']);
  expect(stderr).toMatch(/CANCELED \(canceled-by-user/);
});

test('a second Ctrl-C quits without waiting', async () => {
  const started = givenCli().start(['run', givenScript(ignores)]);
  await started.saw('begun');
  started.child.kill('SIGINT');
  await started.saw('once more quits');
  started.child.kill('SIGINT');
  const { code, stderr } = await started.ended;
  expect(code).toBe(130);
  expect(stderr).not.toContain('CANCELED');
});

test('a reader that goes away ends the run and nothing crashes', async () => {
  const script = givenScript('import time\nwhile True:\n    print("line", flush=True)\n    time.sleep(0.01)\n');
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', `"${process.execPath}" "${program}" run "${script}" | head -3`], {
    env: cleanEnv({ RUNLET_HOME: givenFolder() }),
  });
  expect(stdout).toBe('line\nline\nline\n');
  expect(stderr).toMatch(/^.*\n?CANCELED \(canceled-by-user[^\n]*\n$/);
});

test('a detached run goes on after its id was printed', async () => {
  const cli = givenCli();
  const { code, stdout } = await cli.run(['run', givenScript('import time\ntime.sleep(0.5)\nprint("done")\n'), '--detach']);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^run_\w{26}\n$/)]);
  expect(await cli.run(['logs', stdout.trim(), '--follow'])).toMatchObject({ code: 0, stdout: 'done\n' });
});

test('a detached run is canceled from elsewhere, and cancel says so once it is stopped', async () => {
  const cli = givenCli();
  const run = documentOf(await cli.run(['run', givenScript(sleeps), '--detach', '--json']));
  const follower = cli.start(['logs', String(run['id']), '--follow']);
  await follower.saw('begun');
  expect(await cli.run(['cancel', String(run['id'])])).toMatchObject({ code: 0, stdout: expect.stringContaining('CANCELED') });
  await follower.ended;
});
