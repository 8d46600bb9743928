import { expect, test } from 'vitest';
import { finishTelling } from '../../../functions/notices/finish-telling.ts';
import { sendDigests } from '../../../functions/notices/send-digests.ts';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import { markerWrite } from '../../../functions/stores/telling/marker.ts';
import { readHealth } from '../../../functions/stores/telling/health.ts';
import { Cut } from '../events/cut.ts';
import { aMinute, anHour, fails, givenNotices } from './given-notices.ts';
import type { Notices } from './given-notices.ts';

/** What is done by a process that is killed behind its write of that number; false when it has no such write. */
async function isCut(cut: Cut, write: number, step: () => Promise<unknown>): Promise<boolean> {
  cut.behind(write);
  await step().catch(() => null);
  const was = cut.isDead;
  cut.heal();
  return was;
}

/** The step cut at each of its writes in turn, with people who want to hear of it. @returns how many there were. */
async function eachCut(
  prepare: (given: Notices) => Promise<() => Promise<unknown>>,
  look: (given: Notices) => Promise<void>,
): Promise<number> {
  for (let write = 1; ; write++) {
    const cut = new Cut();
    const given = await givenNotices({ wrapTable: cut.table });
    await given.subscribe();
    await given.subscribe({ address: 'bob@example.com' });
    const step = await prepare(given);
    if (!(await isCut(cut, write, step))) return write - 1;
    await given.sweep();
    await look(given);
    expect(await given.left()).toEqual([]);
  }
}

test('cut behind any write, the end of a run is told once to each and counted once', async () => {
  const cuts = await eachCut(
    async (given) => {
      const run = await given.begin();
      given.clock.ms += aMinute;
      return async () => tellEnd(given.services, await given.finish(run, fails));
    },
    async (given) => {
      expect((await given.told()).toSorted()).toEqual(['first-failure ada@example.com', 'first-failure bob@example.com']);
      expect((await readHealth(given.table, given.script.id))?.body.failing).toMatchObject({ failures: 1 });
    },
  );
  // The end itself, the verdict, the messages, the marker.
  expect(cuts).toBeGreaterThanOrEqual(4);
});

test('cut behind any write, a digest is told once to each', async () => {
  const cuts = await eachCut(
    async (given) => {
      for (let times = 0; times < 3; times++) await given.ends(fails);
      given.clock.ms += anHour;
      return () => sendDigests(given.services);
    },
    async (given) => {
      const digests = (await given.messages()).filter(({ kind }) => kind === 'digest');
      expect(digests.map(({ to, subject }) => `${to} ${subject}`).toSorted()).toEqual([
        'ada@example.com nightly failed 2 more times: exit code 3',
        'bob@example.com nightly failed 2 more times: exit code 3',
      ]);
    },
  );
  expect(cuts).toBeGreaterThanOrEqual(3);
});

test('what was told a moment ago by another is left to it', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const run = await given.begin();
  await given.finish(run, fails);
  given.clock.ms += 10_000;
  await finishTelling(given.services);
  expect([await given.kinds(), await given.left()]).toEqual([[], [`${given.script.id}#${run.id}`]]);
  given.clock.ms += 11_000;
  await finishTelling(given.services);
  expect([await given.kinds(), await given.left()]).toEqual([['first-failure'], []]);
});

test('one that cannot be told holds up no other, and the operator hears of it', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.table.put({ pk: 'AFTER', sk: `${given.script.id}#odd`, body: { what: 'nothing that is known' } }, { kind: 'none' });
  await given.finish(await given.begin(), fails);
  await given.sweep();
  expect([await given.kinds(), await given.left()]).toEqual([['first-failure'], [`${given.script.id}#odd`]]);
  expect(given.logged.map(({ message }) => message)).toContain('what happened could not be told');
});

test('of more than one sweep tells, the oldest comes first; when its time is over, none', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.finish(await given.begin(), fails);
  const at = new Date(given.clock.ms + 1000).toISOString();
  for (let n = 0; n < 500; n++) await given.table.put({ pk: 'AFTER', sk: `a#${n}`, body: { what: 'odd', at } }, { kind: 'none' });
  given.clock.ms += aMinute;
  expect([await finishTelling(given.services, AbortSignal.abort()), await given.kinds()]).toEqual([0, []]);
  expect([await finishTelling(given.services), await given.kinds()]).toEqual([500, ['first-failure']]);
});

test('a run that is kept no longer leaves nothing to tell', async () => {
  const given = await givenNotices();
  const { row } = markerWrite('scr_1#run_gone', { what: 'end', at: '2026-11-20T00:00:00.000Z', runId: 'run_gone', verdict: null });
  await given.table.put(row, { kind: 'none' });
  await given.sweep();
  expect(await given.left()).toEqual([]);
});
