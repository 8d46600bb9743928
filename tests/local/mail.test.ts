import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { givenStarted } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startMailServer } from './topic/mail-server.ts';
import type { Mail, MailServer } from './topic/mail-server.ts';

let dataDir = '';
let mails: MailServer;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  dataDir = temporaryFolder('mail');
  mails = await startMailServer();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await mails.close();
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

async function givenServer(now?: () => Date): Promise<{ served: Served; runlet: Client; close: () => Promise<void> }> {
  const served = await serve({ dataDir, port: 0, now, mail: { url: mails.url, from: 'Runlet <runlet@example.com>' } });
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= served.close());
  closing.push(close);
  return { served, close, runlet: createClient(served) };
}

/** A script that somebody hears of, and that fails. */
async function givenFailure(runlet: Client): Promise<string> {
  await runlet.createScript({ body: { name: 'broken', source: 'raise ValueError("bad row")\n' } });
  await runlet.createSubscription({ body: { address: 'ada@example.com', script: 'broken' } });
  return (await givenStarted(runlet, 'broken')).id;
}

async function firstMail(): Promise<Mail> {
  await expect.poll(() => mails.taken.length).toBeGreaterThan(0);
  const [mail] = mails.taken;
  if (mail === undefined) throw new Error('no mail');
  return mail;
}

test('a mail has links that work: to itself, and to the page on which its reader ends it', async () => {
  const { runlet, served } = await givenServer();
  await givenFailure(runlet);
  const { parsed, to } = await firstMail();
  expect([to, parsed.from?.address]).toEqual([['ada@example.com'], 'runlet@example.com']);
  const links = [...(parsed.text ?? '').matchAll(/https?:\/\/\S+/g)].map(([link]) => link.replace(/[.)>]+$/, ''));
  expect(links.length).toBeGreaterThanOrEqual(2);
  for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200]);
  const unsubscribe = links.find((link) => link.startsWith(`${served.url}/unsubscribe/`)) ?? '';
  expect((await runlet.listSubscriptions({ query: {} })).items).toHaveLength(1);
  expect((await fetch(unsubscribe, { method: 'POST' })).status).toBe(200);
  expect((await runlet.listSubscriptions({ query: {} })).items).toEqual([]);
});

test('what a command left to be told is sent by the server that comes next', async () => {
  const edition = await createLocalEdition({ dataDir });
  const command = createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch });
  const run = await givenFailure(command);
  await expect.poll(async () => (await command.listMessages({ query: {} })).items.map(({ state }) => state)).toEqual(['waiting']);
  await edition.close();
  const { served } = await givenServer(() => new Date(Date.now() + 3_600_000));
  const { parsed } = await firstMail();
  expect(parsed.text).toContain(served.url);
  expect(parsed.text).toContain(run);
});

test('a mail server that hangs keeps no server from stopping, and the mail comes after the next start', async () => {
  mails.faults.push('silent', 'silent');
  const { runlet, close } = await givenServer();
  await givenFailure(runlet);
  await expect.poll(() => mails.connections()).toBe(1);
  const began = performance.now();
  await close();
  // A hanging mail server itself is waited for 20 seconds.
  expect(performance.now() - began).toBeLessThan(19_000);
  expect(mails.taken).toEqual([]);
  mails.faults.length = 0;
  await givenServer(() => new Date(Date.now() + 3_600_000));
  await firstMail();
});
