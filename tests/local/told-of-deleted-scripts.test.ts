import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const minuteMs = 60_000;

/** An edition that keeps schedules, and what it does when so much time has passed. */
async function givenEdition(): Promise<{ runlet: Client; pass: (ms: number) => Promise<void> }> {
  let aheadMs = 0;
  const dataDir = temporaryFolder('deleted');
  const edition = await createLocalEdition({ dataDir, adopt: true, now: () => new Date(Date.now() + aheadMs) });
  onTestFinished(async () => {
    await edition.close();
    rmSync(dataDir, { recursive: true, maxRetries: 10, retryDelay: 100 });
  });
  await edition.keepSchedules();
  return {
    runlet: createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: edition.fetch }),
    pass: async (ms) => {
      aheadMs += ms;
      await edition.keepSchedules();
    },
  };
}

/** A schedule of every minute whose script was deleted since, and people who follow all scripts, this one, another one and a label. */
async function givenDeleted({ runlet }: { runlet: Client }): Promise<string> {
  await runlet.createScript({ body: { name: 'report', source: 'print(1)\n', labels: ['ops'] } });
  await runlet.createScript({ body: { name: 'other', source: 'print(2)\n', labels: ['ops'] } });
  const choices = { all: {}, this: { script: 'report' }, other: { script: 'other' }, label: { label: 'ops' } };
  for (const [name, choice] of Object.entries(choices))
    await runlet.createSubscription({ body: { address: `${name}@example.com`, ...choice } });
  const { id } = await runlet.createSchedule({ body: { script: 'report', cron: '* * * * *' } });
  await runlet.deleteScript({ params: { script: 'report' } });
  return id;
}

test('slots of a deleted script are told to who follows it or all scripts, with its name and what to do', async () => {
  const given = await givenEdition();
  const id = await givenDeleted(given);
  await given.pass(3 * minuteMs);
  const { items } = await given.runlet.listMessages({ query: {} });
  expect(items.map(({ to }) => to).toSorted()).toEqual(['all@example.com', 'this@example.com']);
  const sentence = `The script report was deleted; remove this schedule (\`runlet schedules remove ${id}\`), or save the script again and make a new schedule.`;
  for (const { kind, subject, text, schedule, script } of items) {
    expect({ kind, subject, schedule, script }).toEqual({
      kind: 'missed',
      subject: 'report missed a due time: target failed',
      schedule: id,
      script: 'report',
    });
    expect(text).toContain(sentence);
    expect(text).toContain(`\n  runlet schedules remove ${id}\n`);
    expect(text).not.toContain('backfill');
  }
  const slots = await given.runlet.listSlots({ params: { schedule: id }, query: {} });
  expect(slots.items[0]).toMatchObject({ state: 'missed', why: 'target-failed', message: sentence });
});

test('a schedule of a deleted script that is asked to run now answers with the same sentence', async () => {
  const given = await givenEdition();
  const id = await givenDeleted(given);
  await expect(given.runlet.runSchedule({ params: { schedule: id }, query: {} })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(`The script report was deleted; remove this schedule (\`runlet schedules remove ${id}\`)`),
  });
});
