import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import type { MailMessage } from '../../core/schemas/subscription.ts';
import { createLocalEdition } from '../../local/edition.ts';
import type { LocalEdition } from '../../local/edition.ts';
import { givenStarted } from '../scenarios/stories.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const minuteMs = 60_000;
let dataDir = '';
/** How far the clock of the editions is ahead of this machine's; it goes as that does. */
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = temporaryFolder('told');
  aheadMs = 0;
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
});

/** An edition that keeps schedules; to keep them once more is what it does each minute. */
async function givenEdition(): Promise<{ edition: LocalEdition; runlet: Client; close: () => Promise<void> }> {
  const edition = await createLocalEdition({ dataDir, adopt: true, now });
  await edition.keepSchedules();
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= edition.close());
  closing.push(close);
  return { edition, close, runlet: createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch }) };
}

async function messages(runlet: Client): Promise<MailMessage[]> {
  return (await runlet.listMessages({ query: {} })).items.toReversed();
}

test('failures that repeat are told together, once their hour is over', async () => {
  const { edition, runlet } = await givenEdition();
  await runlet.createScript({ body: { name: 'broken', source: 'raise ValueError("bad row")\n' } });
  await runlet.createSubscription({ body: { address: 'ada@example.com', script: 'broken' } });
  for (let n = 0; n < 3; n++) await givenStarted(runlet, 'broken');
  await expect.poll(async () => (await messages(runlet)).map(({ kind }) => kind)).toEqual(['first-failure']);
  await edition.keepSchedules();
  expect(await messages(runlet)).toHaveLength(1);
  aheadMs += 61 * minuteMs;
  await edition.keepSchedules();
  expect(await messages(runlet)).toMatchObject([{ kind: 'first-failure' }, { kind: 'digest', script: 'broken', state: 'kept' }]);
  await edition.keepSchedules();
  expect(await messages(runlet)).toHaveLength(2);
});

test('slots that were missed while nobody served are told in one message', async () => {
  const before = await givenEdition();
  await before.runlet.createScript({ body: { name: 'sums', source: 'print(1)\n' } });
  await before.runlet.createSubscription({ body: { address: 'ada@example.com' } });
  const { id } = await before.runlet.createSchedule({ body: { script: 'sums', cron: '* * * * *', overlap: 'parallel' } });
  await before.close();
  aheadMs += 10 * minuteMs;
  const { edition, runlet } = await givenEdition();
  aheadMs += minuteMs / 2;
  await edition.keepSchedules();
  await expect.poll(async () => (await messages(runlet)).map(({ kind, schedule }) => [kind, schedule])).toEqual([['missed', id]]);
});
