import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { headStart } from '../../../functions/events/head-start.ts';

const long = 60_000;
const fails = () => Promise.reject(new Error('away'));

test('what comes next begins when the first is done', async () => {
  const done: string[] = [];
  const first = async () => {
    await sleep(20);
    done.push('first');
  };
  await headStart(first, long, async () => void done.push('next'));
  expect(done).toEqual(['first', 'next']);
});

test('a first that takes its time lets the next begin, and both are waited for', async () => {
  const done: string[] = [];
  const began = Promise.withResolvers<void>();
  const first = async () => {
    await began.promise;
    done.push('first');
  };
  await headStart(first, 1, async () => began.resolve());
  expect(done).toEqual(['first']);
});

test('a first that fails keeps the next from nothing, and is told', async () => {
  const done: string[] = [];
  await expect(headStart(fails, long, async () => void done.push('next'))).rejects.toThrow('away');
  expect(done).toEqual(['next']);
});
