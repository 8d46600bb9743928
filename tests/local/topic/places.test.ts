import { expect, test } from 'vitest';
import { createPlaces } from '../../../local/topic/places.ts';

test('so many tasks run at once, and each one that ends lets the next in, also when it fails', async () => {
  const inPlace = createPlaces(2, 60_000);
  let [running, most] = [0, 0];
  const task = async (n: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((done) => setTimeout(done, 5));
    running -= 1;
    if (n % 3 === 0) throw new Error(`task ${n}`);
    return n;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((n) => inPlace(() => task(n))));
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect(most).toBe(2);
});

test('a task that gets no place in time is refused for now and never begun; a place is not lost by it', async () => {
  const inPlace = createPlaces(1, 30);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = inPlace(() => promise);
  let begun = false;
  const late = inPlace(async () => {
    begun = true;
  });
  await expect(late).rejects.toMatchObject({ code: 'no-capacity' });
  resolve('done');
  expect(await first).toBe('done');
  expect(await inPlace(async () => 'next')).toBe('next');
  expect(begun).toBe(false);
});
