import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KeptSchedule } from '../../../functions/ports/timer.ts';
import { createLocalTimer } from '../../../local/timer/timer.ts';

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-01T12:00:30Z') }));
afterEach(() => vi.useRealTimers());

const everyMinute = (id: string): KeptSchedule => ({ id, recurrence: { kind: 'cron', cron: '* * * * *' }, timezone: 'UTC' });

/** A timer whose calls last `callMs` milliseconds, and what was called. */
function givenTimer(callMs = 0) {
  const called: string[] = [];
  const most = { atOnce: 0 };
  let now = 0;
  const timer = createLocalTimer({
    fire: async (id, slot) => {
      called.push(`${id} ${slot.toISOString().slice(11, 16)}`);
      most.atOnce = Math.max(most.atOnce, ++now);
      if (callMs > 0) await new Promise((resolve) => setTimeout(resolve, callMs));
      now--;
    },
    log: () => {},
  });
  return { timer, called, most };
}

test('one sleep is enough for ten thousand schedules', async () => {
  const { timer } = givenTimer();
  for (let n = 0; n < 10_000; n++) timer.keepFrom({ ...everyMinute(`s${n}`), recurrence: { kind: 'cron', cron: '0 3 1 1 *' } }, new Date());
  expect(vi.getTimerCount()).toBe(1);
  await timer.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('a thousand due together are all called, once each, and only a few at once', async () => {
  const { timer, called, most } = givenTimer(20);
  for (let n = 0; n < 1000; n++) await timer.keep(everyMinute(`s${n}`));
  await vi.advanceTimersByTimeAsync(50_000);
  expect([called.length, new Set(called).size]).toEqual([1000, 1000]);
  expect(most.atOnce).toBeLessThanOrEqual(32);
});

test('a schedule is called for its next due time only when the one before was answered', async () => {
  const { timer, called, most } = givenTimer(90_000);
  await timer.keep(everyMinute('slow'));
  await vi.advanceTimersByTimeAsync(6 * 60_000);
  expect(called).toEqual(['slow 12:01', 'slow 12:02', 'slow 12:03', 'slow 12:04']);
  expect(most.atOnce).toBe(1);
});

test('what is forgotten or replaced while it is called is not called again by its old times', async () => {
  const { timer, called } = givenTimer(10_000);
  await timer.keep(everyMinute('gone'));
  await timer.keep(everyMinute('other'));
  await vi.advanceTimersByTimeAsync(31_000);
  await timer.forget('gone');
  await timer.keep({ ...everyMinute('other'), recurrence: { kind: 'cron', cron: '5 12 * * *' } });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(called).toEqual(['gone 12:01', 'other 12:01', 'other 12:05']);
  expect(await timer.kept()).toEqual(['other']);
});

test('one that is kept from an earlier moment on is called at once for what came due since', async () => {
  const { timer, called } = givenTimer();
  timer.keepFrom(everyMinute('back'), new Date('2026-03-01T11:58:00Z'));
  await vi.advanceTimersByTimeAsync(10);
  expect(called).toEqual(['back 11:59', 'back 12:00']);
});

test('a clock that was put back calls nothing twice, one that was put forward leaves nothing out', async () => {
  const { timer, called } = givenTimer();
  await timer.keep(everyMinute('clock'));
  await vi.advanceTimersByTimeAsync(31_000);
  vi.setSystemTime(new Date('2026-03-01T11:50:00Z'));
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  expect(called).toEqual(['clock 12:01']);
  vi.setSystemTime(new Date('2026-03-01T12:04:10Z'));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(called.slice(1)).toEqual(['clock 12:02', 'clock 12:03', 'clock 12:04']);
});

test('closing waits for what was called, and nothing is called behind it', async () => {
  const { timer, called } = givenTimer(5000);
  await timer.keep(everyMinute('last'));
  await vi.advanceTimersByTimeAsync(30_500);
  let closed = false;
  const closing = timer.close().then(() => (closed = true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(closed).toBe(false);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  await closing;
  expect(called).toEqual(['last 12:01']);
});

test('replacing a schedule often leaves nothing behind', async () => {
  const { timer, called } = givenTimer();
  for (let n = 0; n < 1000; n++) await timer.keep(everyMinute('same'));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(called).toEqual(['same 12:01']);
});
