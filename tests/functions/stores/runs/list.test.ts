import { beforeAll, expect, test } from 'vitest';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();
const runs = runsOf('own_1');
let id = '';
beforeAll(async () => {
  ({ id } = (await runs.create(newRun(), null, [])).record);
});

test.each([
  [{ after: '1960-01-01T00:00:00Z' }, 1],
  [{ before: '9999-12-31T23:59:59Z' }, 1],
  [{ after: '1960-01-01T00:00:00Z', before: '9999-12-31T23:59:59Z' }, 1],
  [{ before: '1960-01-01T00:00:00Z' }, 0],
  [{ after: '9999-12-31T23:59:59Z' }, 0],
])('the time %j is taken for what it is, however far away', async (times, count) => {
  const { items } = await runs.list(times);
  expect(items.map((item) => item.id)).toEqual(count === 1 ? [id] : []);
});
