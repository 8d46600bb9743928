import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { givenStarted } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startMailServer } from './topic/mail-server.ts';
import type { Mail, MailServer } from './topic/mail-server.ts';

let mails: MailServer;
let served: Served;
let runlet: Client;
let dataDir = '';

beforeEach(async () => {
  dataDir = temporaryFolder('mail');
  mails = await startMailServer();
  served = await serve({ dataDir, port: 0, maxRuns: 2, mail: { url: mails.url, from: 'Runlet <runlet@example.com>' } });
  runlet = createClient(served);
});
afterEach(async () => {
  await served.close();
  await mails.close();
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

const password = 'hünter&<2>"x';

/** Fails when its input asks for it, behind some output with colours and a secret in it. */
const source = `import json, sys
given = json.load(sys.stdin)
print("\\033[31mconnecting\\033[0m with", json.dumps(given["password"]))
for line in range(30):
    print("line", line)
sys.exit(3 if given["fail"] else 0)
`;

async function run(fail: boolean): Promise<string> {
  const body = { input: { fail, password, day: '2026-11-21' }, env: { MODE: 'sensitive-mode' } };
  return (await givenStarted(runlet, 'nightly', body)).id;
}

/** The newest mail, once there are as many. */
async function mail(count: number): Promise<Mail> {
  for (let newest = mails.taken[count - 1]; ; newest = mails.taken[count - 1]) {
    if (newest) return newest;
    await sleep(50);
  }
}

/** Addresses in a text. */
const linksIn = (text: string) => [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link);

test('a mail is what its receiver needs: a subject for a phone, text and page that say the same, no secret, and links that work', async () => {
  await runlet.createScript({ body: { name: 'nightly', source } });
  await runlet.createSubscription({ body: { address: 'ada@example.com' } });
  const runId = await run(true);
  const { parsed, raw } = await mail(1);
  const { text = '', html = '' } = parsed;
  expect(parsed.subject).toBe('nightly failed: exit code 3');
  expect(raw).toMatch(/^Subject: nightly failed: exit code 3\r?$/m);
  for (const form of [text, html]) {
    for (const part of ['nightly', runId, 'exit code 3', 'line 29', 'line 10', '2026-11-21', '[redacted]']) expect(form).toContain(part);
    for (const part of ['line 9\n', password, JSON.stringify(password).slice(1, -1), 'sensitive-mode', '\u001B', 'invalid/'])
      expect(form).not.toContain(part);
  }
  const links = linksIn(text);
  expect(links).toHaveLength(2);
  expect(new Set(linksIn(html))).toEqual(new Set(links));
  for (const link of links) {
    const answer = await fetch(link);
    expect([link, answer.status]).toEqual([link, 200]);
    expect(await answer.text()).toContain(link.includes('unsubscribe') ? 'ada@example.com' : 'exit code 3');
  }
});

test('the link that stops the mails stops them', async () => {
  await runlet.createScript({ body: { name: 'nightly', source } });
  await runlet.createSubscription({ body: { address: 'ada@example.com', statuses: ['SUCCEEDED', 'FAILED'] } });
  await run(false);
  const { parsed } = await mail(1);
  expect(parsed.subject).toBe('nightly succeeded');
  const stop = linksIn(parsed.text ?? '').find((link) => link.includes('unsubscribe')) ?? '';
  expect((await fetch(stop, { method: 'POST' })).status).toBe(200);
  await run(true);
  const { items } = await runlet.listMessages({ query: {} });
  expect([items.map(({ subject }) => subject), mails.taken.length]).toEqual([['nightly succeeded'], 1]);
});

test('a run that is refused before it begins is told of, and one that is canceled while it waits', async () => {
  await runlet.createScript({ body: { name: 'nightly', source: 'import socket\nimport time\ntime.sleep(60)\n' } });
  await runlet.createSubscription({ body: { address: 'ada@example.com', statuses: ['FAILED', 'CANCELED'] } });
  const start = (body: Parameters<Client['startRun']>[0]['body']) => runlet.startRun({ params: { script: 'nightly' }, query: {}, body });
  expect(await start({ securityLevel: 'strict' })).toMatchObject({ status: 'FAILED', reason: 'policy-violation' });
  await start({});
  await start({});
  const waiting = await start({});
  expect(waiting.status).toBe('QUEUED');
  await runlet.cancelRun({ params: { run: waiting.id }, query: {} });
  const subjects = async () => (await runlet.listMessages({ query: {} })).items.map(({ subject }) => subject).toSorted();
  await expect.poll(subjects).toEqual(['nightly failed: policy violation', 'nightly was canceled']);
});
