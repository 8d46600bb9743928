import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { claimServer } from '../../local/ownership.ts';
import { serve } from '../../local/serve.ts';
import { runningServer } from '../../cli/embedded.ts';
import { newRun } from '../functions/stores/runs/given-runs.ts';
import { givenRunning } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function givenFolder(): string {
  const folder = temporaryFolder('serve');
  folders.push(folder);
  return folder;
}

/** A run that its process recorded and left to others. */
async function givenWaiting(dataDir: string): Promise<string> {
  const edition = await createLocalEdition({ dataDir, admit: false });
  const { record } = await edition.services.stores.runs.create(newRun(), null, []);
  await edition.close();
  return record.id;
}

async function statusOf(dataDir: string, runId: string): Promise<string> {
  const edition = await createLocalEdition({ dataDir, admit: false });
  const { status } = await edition.services.stores.runs.record(runId);
  await edition.close();
  return status;
}

test('a second server that is refused touches no run that waits', async () => {
  const dataDir = givenFolder();
  const waiting = await givenWaiting(dataDir);
  const first = claimServer(dataDir);
  await expect(serve({ dataDir, port: 0 })).rejects.toThrow('A server is running');
  expect(await statusOf(dataDir, waiting)).toBe('QUEUED');
  first?.release();
});

test('a server that is starting or stopping is waited for, and its old address is given to nobody', async () => {
  const dataDir = givenFolder();
  const before = await serve({ dataDir, port: 0 });
  await before.close();
  const starting = serve({ dataDir, port: 0 });
  const found = await runningServer(dataDir);
  const after = await starting;
  expect(found).toEqual({ url: after.url, token: before.token });
  const closing = after.close();
  expect(await runningServer(dataDir)).toBeNull();
  await closing;
});

test('who follows a run hears of its end when the server is stopped', async () => {
  const server = await serve({ dataDir: givenFolder(), port: 0 });
  const runlet = createClient(server);
  const run = await givenRunning(runlet, 'import time\nprint("ready", flush=True)\ntime.sleep(120)\n');
  const events = runlet.followRun({ params: { run: run.id } });
  const first = await events.next();
  const closed = server.close();
  const types = [first.value?.type];
  for await (const event of events) types.push(event.type);
  expect(types).toEqual(['status', 'log', 'status', 'end']);
  await closed;
});
