import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { ended, givenRun, logOf, untilLogged } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startKillable } from './killable-server.ts';

let dataDir = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('retries');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

async function givenEdition(now?: () => Date): Promise<{ runlet: Client }> {
  const edition = await createLocalEdition({ dataDir, adopt: true, now });
  closing.push(() => edition.close());
  return { runlet: createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch }) };
}

const soon = { backoffSec: 0.2, jitter: 0 };
/** Succeeds at the attempt of that number. */
const failsUntil = (attempt: number) => `import os, sys
n = int(os.environ["RUNLET_ATTEMPT"])
print("attempt", n, flush=True)
open(os.environ["RUNLET_OUTPUT"] + "/left-by-%d.txt" % n, "w").write("x" * n)
sys.exit(0 if n >= ${attempt} else 7)
`;

async function textOf(runlet: Client, run: string, attempt: number): Promise<string[]> {
  const { items } = await runlet.listLogs({ params: { run }, query: { attempt } });
  return items.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
}

test('a script that fails twice and then succeeds is one run, and each of its attempts can be read', async () => {
  const { runlet } = await givenEdition();
  const run = await givenRun(runlet, failsUntil(3), { retry: { attempts: 5, ...soon } });
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 3, retryAt: null, exitCode: 0 });
  expect(run.attempts).toMatchObject([1, 2].map((attempt) => ({ attempt, status: 'FAILED', reason: 'exit-nonzero', exitCode: 7 })));
  expect(await Promise.all([1, 2, 3].map((attempt) => textOf(runlet, run.id, attempt)))).toEqual([
    ['attempt 1'],
    ['attempt 2'],
    ['attempt 3'],
  ]);
  expect((await logOf(runlet, run.id)).map(({ text }) => text)).toContain('attempt 3');
  expect(run.artifacts.map(({ name }) => name)).toEqual(['left-by-3.txt']);
  const left = await runlet.getArtifact({ params: { run: run.id, name: 'left-by-3.txt' } });
  expect(await left.text()).toBe('xxx');
  await expect(textOf(runlet, run.id, 4)).rejects.toMatchObject({ code: 'bad-request' });
});

test('a script that runs out of memory is attempted again with more', async () => {
  const { runlet } = await givenEdition();
  const source = 'import os\nblock = bytearray(120 * 2**20)\nprint(os.environ["RUNLET_ATTEMPT"], len(block))\n';
  const run = await givenRun(runlet, source, { memoryMiB: 64, retry: { attempts: 3, ...soon, memoryFactor: 4 } });
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2, limits: { memoryMiB: 256 } });
  expect(run.attempts).toMatchObject([{ reason: 'out-of-memory', memoryMiB: 64 }]);
  const again = await runlet.rerunRun({ params: { run: run.id } });
  expect(again).toMatchObject({ limits: { memoryMiB: 64 }, retry: { attempts: 3, memoryFactor: 4 }, attempts: [] });
  await ended(runlet, again);
});

test('a run is canceled while it waits for its next attempt, and none begins', async () => {
  const { runlet } = await givenEdition();
  const { id } = await runlet.previewRun({ body: { source: failsUntil(9), retry: { attempts: 9, backoffSec: 600 } } });
  await untilWaits(runlet, id);
  const canceled = await runlet.cancelRun({ params: { run: id } });
  expect([canceled.status, canceled.attempts.length, canceled.retryAt === null]).toEqual(['CANCELED', 1, true]);
});

test('a server that was killed while a run waited for its next attempt goes on with it after its restart', async () => {
  const before = await startKillable(dataDir);
  closing.push(() => before.kill());
  const { id } = await before.runlet.previewRun({ body: { source: failsUntil(2), retry: { attempts: 2, backoffSec: 600, jitter: 0 } } });
  await untilWaits(before.runlet, id);
  await before.kill();
  const { runlet } = await givenEdition(() => new Date(Date.now() + 598_000));
  const run = await ended(runlet, await runlet.getRun({ params: { run: id } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2, attempts: [{ attempt: 1, exitCode: 7 }] });
});

test('a run whose server was killed in the middle of an attempt is attempted again after the restart', async () => {
  const before = await startKillable(dataDir);
  closing.push(() => before.kill());
  const source = 'import os, time\nprint("ready", flush=True)\ntime.sleep(120 if os.environ["RUNLET_ATTEMPT"] == "1" else 0)\n';
  const { id } = await before.runlet.previewRun({ body: { source, retry: { attempts: 2, ...soon } } });
  await untilLogged(before.runlet, id, 'ready');
  await before.kill();
  const { runlet } = await givenEdition();
  const run = await ended(runlet, await runlet.getRun({ params: { run: id } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempts: [{ status: 'CRASHED', reason: 'lost' }] });
});

/** Until the run's first attempt has ended and the next one is due. */
async function untilWaits(runlet: Client, run: string): Promise<void> {
  for await (const event of runlet.followRun({ params: { run } }))
    if (event.type === 'status' && event.data.status === 'QUEUED' && event.data.attempt === 2) return;
}
