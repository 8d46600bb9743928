import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import type { LocalEdition } from '../../local/edition.ts';
import { ended, givenRun, givenRunning, logOf } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const sleeper = 'import time\nprint("ready", flush=True)\ntime.sleep(120)\n';

let dataDir = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('edition');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

/** An edition that carries one run at a time; `close` may be called by the test, too. */
async function givenEdition(): Promise<{ runlet: Client; edition: LocalEdition; close: () => Promise<void> }> {
  const edition = await createLocalEdition({ dataDir, maxRuns: 1, adopt: true });
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= edition.close());
  closing.push(close);
  return { edition, close, runlet: createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch }) };
}

test('closing ends what runs as lost with its log, and what waits runs after the next opening', async () => {
  const before = await givenEdition();
  const running = await givenRunning(before.runlet, sleeper);
  const waiting = await before.runlet.previewRun({ body: { source: 'print("later")' } });
  await before.close();
  expect(before.edition.launcher.pid).toBeUndefined();
  const after = await givenEdition();
  expect(await after.runlet.getRun({ params: { run: running.id } })).toMatchObject({ status: 'CRASHED', reason: 'lost' });
  expect((await logOf(after.runlet, running.id))[0]?.text).toBe('ready');
  expect(await ended(after.runlet, waiting)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a run that waited begins with the state that the one before it saved, and may save its own', async () => {
  const { runlet } = await givenEdition();
  const source = 'import runlet\nrunlet.state["n"] = runlet.state.get("n", 0) + 1\nprint(runlet.state["n"])\n';
  await runlet.createScript({ body: { name: 'counter', source } });
  const submit = () => runlet.startRun({ params: { script: 'counter' }, body: {} });
  const runs = await Promise.all([submit(), submit(), submit()]);
  const done = await Promise.all(runs.map((run) => ended(runlet, run)));
  expect(done.map((run) => run.state)).toEqual(['saved', 'saved', 'saved']);
});

test('code that its level forbids does not keep the next run waiting', async () => {
  const { runlet } = await givenEdition();
  const refused = await runlet.previewRun({ body: { source: 'import subprocess\n', securityLevel: 'strict' } });
  expect(refused).toMatchObject({ status: 'FAILED', reason: 'policy-violation', startedAt: null });
  expect(await givenRun(runlet, 'print(1)')).toMatchObject({ status: 'SUCCEEDED' });
});

test('a runner that dies leaves no question of the doctor without an answer', async () => {
  const { launcher } = (await givenEdition()).edition;
  await launcher.ready();
  process.kill(launcher.pid ?? 0, 'SIGSTOP');
  const asked = launcher.doctor();
  process.kill(launcher.pid ?? 0, 'SIGKILL');
  await expect(asked).rejects.toMatchObject({ code: 'no-python', message: expect.stringContaining('SIGKILL') });
});
