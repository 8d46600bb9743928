import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import type { LocalEdition } from '../../local/edition.ts';
import { ownersOf } from '../../local/ownership.ts';
import { ended, givenRun, givenRunning, logOf } from '../scenarios/stories.ts';
import { startKillable } from './killable-server.ts';
import type { KillableServer } from './killable-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const sleeper = 'import os, time\nprint("ready", os.getpid(), flush=True)\ntime.sleep(120)\n';

let dataDir = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('recovery');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

async function givenServer(maxRuns = 2): Promise<KillableServer> {
  const server = await startKillable(dataDir, { maxRuns });
  closing.push(() => server.kill());
  return server;
}

/** The edition inside this process. */
async function givenEdition(maxRuns?: number): Promise<{ runlet: Client; edition: LocalEdition }> {
  const edition = await createLocalEdition({ dataDir, maxRuns });
  closing.push(() => edition.close());
  return { edition, runlet: createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch }) };
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a server killed in the middle of runs loses none: running ones end as lost with their log, queued ones run after the restart', async () => {
  const before = await givenServer(1);
  const running = await givenRunning(before.runlet, sleeper);
  const queued = await before.runlet.previewRun({ body: { source: 'print("later")' } });
  expect(queued.status).toBe('QUEUED');
  const pid = Number(/\d+/.exec((await logOf(before.runlet, running.id))[0]?.text ?? '')?.[0]);
  await before.kill();
  const after = await givenServer(1);
  expect(await ended(after.runlet, running)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
  expect((await logOf(after.runlet, running.id))[0]?.text).toMatch(/^ready/);
  expect(await ended(after.runlet, queued)).toMatchObject({ status: 'SUCCEEDED' });
  await expect.poll(() => isThere(pid)).toBe(false);
  for (const status of ['QUEUED', 'STARTING', 'RUNNING', 'CANCELING'] as const)
    expect((await after.runlet.listRuns({ query: { status } })).items).toEqual([]);
});

test('what a killed server left behind is cleared away by the next one', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => ownersOf(dataDir).some((owner) => name === `runlet-${owner}`));
  const before = await givenServer(1);
  await givenRunning(before.runlet, sleeper);
  const [first] = ownersOf(dataDir);
  await before.kill();
  await givenServer(1);
  expect(ownersOf(dataDir)).toHaveLength(1);
  expect(ownersOf(dataDir)).not.toContain(first);
  expect(left()).toHaveLength(1);
});

test('places are given back after a crash, so that later runs start', async () => {
  const before = await givenServer(1);
  await givenRunning(before.runlet, sleeper);
  await before.kill();
  const after = await givenServer(1);
  expect(await givenRun(after.runlet, 'print(1)')).toMatchObject({ status: 'SUCCEEDED' });
});

test("a command and a server share a folder: each sees the other's runs, and neither ends them", async () => {
  const server = await givenServer();
  const running = await givenRunning(server.runlet, sleeper);
  const { runlet: embedded } = await givenEdition();
  expect(await embedded.getRun({ params: { run: running.id } })).toMatchObject({ status: 'RUNNING' });
  const canceled = await embedded.cancelRun({ params: { run: running.id }, query: { wait: 20 } });
  expect(await ended(embedded, canceled)).toMatchObject({ status: 'CANCELED' });
});

test('runs above the limit wait in the order of their submission', async () => {
  const { runlet } = await givenEdition(1);
  const first = await givenRunning(runlet, sleeper);
  const runs = [];
  for (let n = 0; n < 4; n++) runs.push(await runlet.previewRun({ body: { source: `print(${n})` } }));
  expect(runs.map((run) => run.status)).toEqual(Array.from({ length: 4 }, () => 'QUEUED'));
  await runlet.cancelRun({ params: { run: first.id } });
  const done = await Promise.all(runs.map((run) => ended(runlet, run)));
  expect(done.map((run) => run.status)).toEqual(Array.from({ length: 4 }, () => 'SUCCEEDED'));
  expect(done.map((run) => run.startedAt)).toEqual(done.map((run) => run.startedAt).toSorted((a, b) => (a ?? '').localeCompare(b ?? '')));
});

test('a queued run that is canceled never starts', async () => {
  const { runlet } = await givenEdition(1);
  const first = await givenRunning(runlet, sleeper);
  const second = await runlet.previewRun({ body: { source: 'print(1)' } });
  expect(await runlet.cancelRun({ params: { run: second.id }, query: { wait: 5 } })).toMatchObject({ status: 'CANCELED', startedAt: null });
  await runlet.cancelRun({ params: { run: first.id }, query: { wait: 20 } });
  expect(await givenRun(runlet, 'print(2)')).toMatchObject({ status: 'SUCCEEDED' });
});

test('a runner that is killed takes its runs with it, and the next run gets a new one', async () => {
  const { runlet, edition } = await givenEdition();
  const running = await givenRunning(runlet, sleeper);
  process.kill(edition.launcher.pid ?? 0, 'SIGKILL');
  expect(await ended(runlet, running)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
  expect(await givenRun(runlet, 'print(1)')).toMatchObject({ status: 'SUCCEEDED' });
});
