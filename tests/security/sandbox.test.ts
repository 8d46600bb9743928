import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { dataPaths } from '../../local/paths.ts';
import { givenAttack } from './given-attack.ts';

const attack = givenAttack();

async function expectEnd(source: string, end: Record<string, unknown>, fields: Record<string, unknown> = {}): Promise<string> {
  const { run, log } = await attack.run(source, fields);
  expect({ source, ...run }).toMatchObject({ source, ...end });
  return log;
}

/** Whether scripts have a uid of their own here; without one, they may what the server's user may, and the record says so. */
async function haveUids(): Promise<boolean> {
  return z
    .array(z.string())
    .parse((await attack.run('')).run['walls'])
    .includes('uid');
}

test('a fork bomb ends with its limit, and nothing of it lives on', async () => {
  const source = 'import os, time\ntry:\n    while True: os.fork()\nexcept OSError: time.sleep(600)';
  await expectEnd(source, { endedAt: expect.any(String) }, { timeoutSec: 1 });
  await expectEnd('print(1)', { status: 'SUCCEEDED' });
});

test('memory taken by many children together is counted', async () => {
  const source = 'import os, time\nfor n in range(10):\n    if os.fork() == 0: a = b"x" * (30 << 20); time.sleep(600)\ntime.sleep(600)';
  await expectEnd(source, { reason: 'out-of-memory' });
});

test('many files together pass the limit of the workspace', async () => {
  const source = 'import time\nfor n in range(8): open(f"{n}", "wb").write(b"x" * (8 << 20))\ntime.sleep(600)';
  await expectEnd(source, { reason: 'file-limit' });
});

test('a flood of output is cut and then ended', async () => {
  const log = await expectEnd('import os\nwhile True: os.write(1, b"y" * 65536)', { reason: 'output-limit' });
  expect(log.length).toBeLessThan(101_000);
});

test('a script that stops itself and its children is ended', async () => {
  const source = 'import os, signal, time\nchild = os.fork()\nif child == 0: time.sleep(600)\nos.kill(child, 19)\nos.kill(os.getpid(), 19)';
  await expectEnd(source, { status: 'TIMED_OUT' }, { timeoutSec: 0.5 });
});

test('a daemon that holds the output does not outlive its run', async () => {
  const source =
    'import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: print(os.getpid(), flush=True); time.sleep(600)\n    os._exit(0)\ntime.sleep(0.2)';
  const pid = Number(await expectEnd(source, { status: 'SUCCEEDED' }));
  expect(pid).toBeGreaterThan(1);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
});

test('links, pipes and files of others are no artifacts', async () => {
  const source =
    'import os\no = os.environ["RUNLET_OUTPUT"]\nos.symlink("/etc/passwd", o + "/link")\nos.symlink("/etc", o + "/folder")\nos.mkfifo(o + "/pipe")\nopen(o + "/own", "w").write("own")';
  await expectEnd(source, { artifacts: [expect.objectContaining({ name: 'own', bytes: 3 })], artifactsDropped: 3 });
});

test.each(['os.symlink("/etc/passwd", f)', 'os.mkfifo(f)', 'os.mkdir(f)', 'open(f, "w").write("[" * 100000)'])(
  'what the runner reads may be made by %s',
  async (make) => {
    const files = '("result.json", "exception.json", "state.out.json", "progress.jsonl")';
    const source = `import os\nfor name in ${files}:\n    f = os.environ["RUNLET_IO"] + "/" + name\n    ${make}`;
    await expectEnd(source, { result: null, exitCode: 0 });
  },
);

test('nothing of the server is in the environment, and its files are closed to a script of another uid', async () => {
  vi.stubEnv('RUNLET_TEST_SECRET', 'of the server');
  const { table, server } = dataPaths(
    attack
      .served()
      .edition.bucket.pathOf('x')
      .replace(/\/blobs\/x$/, ''),
  );
  const source = `import os\nprint("RUNLET_TEST_SECRET" in os.environ, *[os.access(p, os.R_OK) for p in ${JSON.stringify([table, server])}])`;
  const open = (await haveUids()) ? 'False' : 'True';
  expect(await expectEnd(source, { status: 'SUCCEEDED' })).toBe(`False ${open} ${open}\n`);
});

test('the workspace is gone after the run, whatever its depth and modes', async () => {
  const source = 'import os\nprint(os.getcwd())\nfor n in range(300): os.mkdir("d" * 50); os.chdir("d" * 50)\nos.chmod(".", 0)';
  const folder = (await expectEnd(source, { status: 'SUCCEEDED' })).trim();
  await expect.poll(() => existsSync(join(folder, '..'))).toBe(false);
});
