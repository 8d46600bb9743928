import { expect, test } from 'vitest';
import { pollingPulse } from '../../../../functions/aws/pulse/polling-pulse.ts';

async function waited(ms: number, signal?: AbortSignal): Promise<number> {
  const before = performance.now();
  await pollingPulse.wait('run', ms, signal);
  return performance.now() - before;
}

test('whoever waits looks again after a second, or sooner when asked', async () => {
  const long = await waited(60_000);
  expect(long).toBeGreaterThan(950);
  expect(long).toBeLessThan(5_000);
  expect(await waited(20)).toBeLessThan(900);
});

test('a wait ends when its signal aborts, and no wait begins under one that has', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  expect(await waited(60_000, controller.signal)).toBeLessThan(900);
  expect(await waited(60_000, controller.signal)).toBeLessThan(900);
});

test('a beat wakes nobody, and is no error', async () => {
  expect(pollingPulse.beat('run')).toBeUndefined();
});
