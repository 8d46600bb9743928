import { expect, test } from 'vitest';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import { readHealth } from '../../../functions/stores/telling/health.ts';
import { aMinute, fails, fine, givenNotices, onlyOne } from './given-notices.ts';

test('told again, a run is told once', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const ended = await given.ends(fails);
  await tellEnd(given.services, ended);
  await given.sweep();
  expect(await given.kinds()).toEqual(['first-failure']);
  expect((await readHealth(given.table, given.script.id))?.body.failing).toMatchObject({ failures: 1 });
});

test('ends that are told at once, many of a script, count once each and are one first failure', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const runs = await Promise.all(Array.from({ length: 8 }, () => given.begin()));
  given.clock.ms += aMinute;
  const ended = await Promise.all(runs.map((run) => given.finish(run, fails)));
  await Promise.all([...ended, ...ended].map((record) => tellEnd(given.services, record)));
  expect(await given.kinds()).toEqual(['first-failure']);
  expect((await readHealth(given.table, given.script.id))?.body).toMatchObject({
    failing: { failures: 8 },
    untold: { counts: { FAILED: 7 } },
  });
});

test('a failure that is told behind a later success is told as such, and the script stays well', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const [bad, good] = [await given.begin(), await given.begin()];
  const failed = await given.finish(bad, fails);
  given.clock.ms += aMinute;
  await tellEnd(given.services, await given.finish(good));
  await tellEnd(given.services, failed);
  expect(onlyOne(await given.messages(), 'first-failure').text).toContain('A later run has ended well already');
  expect((await readHealth(given.table, given.script.id))?.body.failing).toBeNull();
  await given.ends(fine);
  expect(await given.kinds()).toEqual(['first-failure']);
});

test('a success that is told behind a later failure changes nothing', async () => {
  const given = await givenNotices();
  await given.subscribe();
  await given.ends(fails);
  const [good, bad] = [await given.begin(), await given.begin()];
  const well = await given.finish(good);
  given.clock.ms += aMinute;
  await tellEnd(given.services, await given.finish(bad, fails));
  await tellEnd(given.services, well);
  expect(await given.kinds()).toEqual(['first-failure']);
  expect((await readHealth(given.table, given.script.id))?.body.failing).toMatchObject({ failures: 2 });
});
