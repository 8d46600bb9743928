import { expect, test } from 'vitest';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import { readHealth } from '../../../functions/stores/telling/health.ts';
import { anHour, fails, fine, givenNotices, onlyOne } from './given-notices.ts';

test('the first failure is told at once, further ones together once an hour, and that it is over at once', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.ends(fails);
  expect(await given.kinds()).toEqual(['first-failure']);
  for (let times = 0; times < 12; times++) await given.ends(fails);
  await given.sweep();
  expect(await given.kinds()).toEqual(['first-failure']);
  await given.sweep(anHour);
  expect(onlyOne(await given.messages(), 'digest')).toMatchObject({ subject: 'nightly failed 12 more times: exit code 3' });
  await given.ends(fine);
  expect(await given.kinds()).toEqual(['first-failure', 'digest', 'recovered']);
  expect(onlyOne(await given.messages(), 'recovered').text).toContain('13 times');
  await given.sweep(2 * anHour);
  expect(await given.kinds()).toHaveLength(3);
  expect(await given.left()).toEqual([]);
});

test('a script that fails once a day is told of each day', async () => {
  const given = await givenNotices();
  await given.subscribe();
  for (let day = 0; day < 3; day++) {
    await given.ends(fails);
    await given.sweep();
    given.clock.ms += 24 * anHour;
  }
  expect(await given.kinds()).toEqual(['first-failure', 'digest', 'digest']);
});

test('failures that nobody was told of when the script is well again are told with that', async () => {
  const given = await givenNotices();
  await given.subscribe();
  for (const facts of [fails, fails, fails, fine]) await given.ends(facts);
  await given.sweep(2 * anHour);
  expect(await given.kinds()).toEqual(['first-failure', 'recovered']);
  expect(onlyOne(await given.messages(), 'recovered').subject).toBe('nightly is well again after 3 failures');
});

test('a script fails and is well whatever its version', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.ends(fails, { version: 3 });
  await given.ends(fails, { version: 4 });
  await given.ends(fine, { version: 5 });
  expect(await given.kinds()).toEqual(['first-failure', 'recovered']);
});

test('what was canceled or skipped says nothing of how a script fares', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.ends(fails);
  await given.ends({ endedBy: 'canceled' });
  await given.ends({ endedBy: 'declined' });
  expect(await given.kinds()).toEqual(['first-failure']);
  expect((await readHealth(given.table, given.script.id))?.body.failing).toMatchObject({ failures: 1 });
});

test.each([
  ['SUCCEEDED', fine, 'nightly succeeded'],
  ['CANCELED', { endedBy: 'canceled' }, 'nightly was canceled'],
  ['SKIPPED', { endedBy: 'declined' }, 'nightly was skipped: its trigger() said no'],
] as const)('who wants to hear of %s hears of each such run', async (status, facts, subject) => {
  const given = await givenNotices();
  await given.subscribe({ statuses: [status], notices: [] });
  await given.ends(facts);
  await given.ends(facts);
  await given.ends(fails);
  expect((await given.messages()).map((message) => [message.kind, message.subject])).toEqual([
    ['ended', subject],
    ['ended', subject],
  ]);
});

test('an address hears of a run once, by what matters most', async () => {
  const given = await givenNotices();
  await given.subscribe({ statuses: ['SUCCEEDED', 'FAILED'] });
  await given.subscribe({ statuses: ['SUCCEEDED'], notices: [] });
  await given.subscribe({ address: 'bob@example.com', statuses: ['SUCCEEDED'], notices: [] });
  await given.ends(fails);
  await given.ends(fine, {}, nearMemory());
  expect(await given.told()).toEqual([
    'first-failure ada@example.com',
    ...(await inAnyOrder(['recovered ada@example.com', 'ended bob@example.com'], given)),
  ]);
});

/** Messages of one run sort by their ids, which are as good as drawn. */
async function inAnyOrder(expected: string[], given: Awaited<ReturnType<typeof givenNotices>>): Promise<string[]> {
  const told = (await given.told()).slice(1);
  expect(told.toSorted()).toEqual(expected.toSorted());
  return told;
}

function nearMemory() {
  return { metrics: { wallMs: 900, cpuUserMs: 20, cpuSystemMs: 4, peakMemoryMiB: 360, outputBytes: 6 } };
}

test('who listens to another script, another label or another status hears nothing', async () => {
  const given = await givenNotices();
  const other = await given.givenScript('other');
  await given.subscribe({ address: 'a@example.com', script: other.name });
  await given.subscribe({ address: 'b@example.com', label: 'finance' });
  await given.subscribe({ address: 'c@example.com', statuses: ['TIMED_OUT'], notices: ['missed'] });
  await given.subscribe({ address: 'd@example.com', label: 'ops' });
  await given.ends(fails);
  expect(await given.told()).toEqual(['first-failure d@example.com']);
});

test('that it is over is told to those who were told of such failures, and to those who want nothing else', async () => {
  const given = await givenNotices();
  await given.subscribe({ address: 'a@example.com', statuses: ['TIMED_OUT'], notices: ['recovered'] });
  await given.subscribe({ address: 'b@example.com', statuses: [], notices: ['recovered'] });
  await given.ends(fails);
  await given.ends(fine);
  expect(await given.told()).toEqual(['recovered b@example.com']);
});

test('a run near a limit is told once a day for each script, also when it went well', async () => {
  const given = await givenNotices();
  await given.subscribe();
  for (let times = 0; times < 3; times++) await given.ends(fine, {}, nearMemory());
  expect(onlyOne(await given.messages(), 'near-limit').subject).toBe('nightly ran at 93 % of its memory');
  given.clock.ms += 24 * anHour;
  await given.ends(fine, {}, nearMemory());
  expect(await given.kinds()).toEqual(['near-limit', 'near-limit']);
});

test('of a failed run near a limit the mail about the failure says so, and who hears of no failures hears of that', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.subscribe({ address: 'bob@example.com', statuses: [], notices: ['near-limit'] });
  for (let times = 0; times < 2; times++) await given.ends(fails, {}, nearMemory());
  expect((await given.told()).toSorted()).toEqual(['first-failure ada@example.com', 'near-limit bob@example.com']);
  expect(onlyOne(await given.messages(), 'first-failure').text).toContain('93 % of 384 MiB');
});

test('a preview tells nobody', async () => {
  const given = await givenNotices();
  await given.subscribe({ statuses: ['SUCCEEDED', 'FAILED'] });
  const preview = { script: null, scriptId: null, version: null };
  await given.ends(fails, preview);
  await given.ends(fine, preview);
  expect([await given.kinds(), await given.left()]).toEqual([[], []]);
});

test('a run that ends well and of which nobody wants to hear leaves nothing to do and writes nothing', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const ended = await given.ends(fine);
  expect(ended.aftermath).toBeUndefined();
  expect([await readHealth(given.table, given.script.id), await given.left()]).toEqual([null, []]);
});

test('a script that was removed meanwhile is told of by the name that it had', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const run = await given.begin();
  await given.stores.scripts.remove(given.script.id);
  await tellEnd(given.services, await given.finish(run, fails));
  expect(onlyOne(await given.messages(), 'first-failure').subject).toBe('nightly failed: exit code 3');
});
