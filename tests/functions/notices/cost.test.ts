import { expect, test } from 'vitest';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import { countTable } from '../workflow/counting-table.ts';
import { fails, fine, givenNotices } from './given-notices.ts';

/** What the end of a run and all that is left after it take, in units of DynamoDB. */
async function costOf(facts: typeof fails | typeof fine, addresses: number, before: (typeof fails)[] = []) {
  const { calls, counting } = countTable();
  const given = await givenNotices({ wrapTable: counting });
  for (let one = 0; one < addresses; one++) await given.subscribe({ address: `${one}@example.com` });
  for (const earlier of before) await given.ends(earlier);
  const run = await given.begin();
  calls.length = 0;
  await tellEnd(given.services, await given.finish(run, facts));
  const units = (of: 'writes' | 'reads') => calls.reduce((sum, call) => sum + call[of], 0);
  return { reads: units('reads'), writes: units('writes'), what: calls.map(({ what }) => what) };
}

test('a run that ends well pays three reads for asking whether anybody is to be told, and no write', async () => {
  const { reads, writes, what } = await costOf(fine, 3);
  expect(what.filter((one) => /HEALTH|AFTER|SUBSCRIPTIONS/.test(one))).toEqual([
    'query AFTER',
    'get SUBSCRIPTIONS | #CHANGES',
    expect.stringMatching(/^get SCR#.* \| HEALTH$/),
  ]);
  // The run, its place and the figures of its code are written as ever.
  expect([reads <= 7, writes <= 10]).toEqual([true, true]);
});

test('a first failure that three people hear of takes at most 30 units of writing, a repeat half of that', async () => {
  const first = await costOf(fails, 3);
  const repeat = await costOf(fails, 3, [fails]);
  expect([first.writes <= 30, repeat.writes <= 16]).toEqual([true, true]);
});
