import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, givenScript } = givenSchedules();

/** How often others had their turn until the task was done. */
async function turnsDuring(task: Promise<unknown>): Promise<number> {
  const state = { turns: 0, isDone: false };
  const waiting = task.finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    state.turns += 1;
    await setImmediate();
  }
  await waiting;
  return state.turns;
}

test('others are answered between the schedules of a list, each of which may take milliseconds to tell', async () => {
  const script = await givenScript();
  const count = 20;
  for (let made = 0; made < count; made += 1) await givenSchedule({ script });
  expect(await turnsDuring(call('GET', '/v1/schedules?limit=1'))).toBeLessThan(count);
  expect(await turnsDuring(call('GET', `/v1/schedules?limit=${count}`))).toBeGreaterThanOrEqual(count);
});
