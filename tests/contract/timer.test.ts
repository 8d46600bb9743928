import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLocalTimer } from '../../local/timer/timer.ts';
import { timerContract } from './timer.contract.ts';

const silent = () => {};

timerContract('local', async () => {
  const timer = createLocalTimer({ fire: async () => {}, log: silent });
  return { timer, close: async () => timer.close() };
});

const id = 'sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX';
const givenTimer = (fire?: () => Promise<void>) => {
  const slots: string[] = [];
  const logged: string[] = [];
  const timer = createLocalTimer({
    fire: async (_id, slot) => {
      slots.push(slot.toISOString());
      await fire?.();
    },
    log: (_level, message) => logged.push(message),
  });
  return { timer, slots, logged };
};

describe('the local timer', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-28T23:00:00Z') }));
  afterEach(() => vi.useRealTimers());

  test('calls at each due time with the time that was due', async () => {
    const { timer, slots } = givenTimer();
    await timer.keep({ id, recurrence: { kind: 'cron', cron: '*/30 * * * *' }, timezone: 'UTC' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(slots).toEqual(['2026-03-28T23:30:00.000Z', '2026-03-29T00:00:00.000Z']);
  });

  test('counts a rate from the start of the schedule', async () => {
    const { timer, slots } = givenTimer();
    await timer.keep({ id, recurrence: { kind: 'rate', everySec: 600 }, timezone: 'UTC', start: new Date('2026-03-28T23:05:00Z') });
    await vi.advanceTimersByTimeAsync(1_200_000);
    expect(slots).toEqual(['2026-03-28T23:05:00.000Z', '2026-03-28T23:15:00.000Z']);
  });

  test('calls once for an instant and keeps it no longer', async () => {
    const { timer, slots } = givenTimer();
    await timer.keep({ id, recurrence: { kind: 'at', at: new Date('2026-03-28T23:10:00Z') }, timezone: 'UTC' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([slots, await timer.kept()]).toEqual([['2026-03-28T23:10:00.000Z'], []]);
  });

  test('tells of a due time that could not be handled, and goes on with the next', async () => {
    const { timer, slots, logged } = givenTimer(async () => {
      throw new Error('no');
    });
    await timer.keep({ id, recurrence: { kind: 'cron', cron: '*/30 * * * *' }, timezone: 'UTC' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([slots.length, logged.length]).toEqual([2, 2]);
  });

  test('is not due before its start nor from its end on', async () => {
    const { timer, slots } = givenTimer();
    const [start, end] = [new Date('2026-03-28T23:30:00Z'), new Date('2026-03-29T00:30:00Z')];
    await timer.keep({ id, recurrence: { kind: 'cron', cron: '*/30 * * * *' }, timezone: 'UTC', start, end });
    await vi.advanceTimersByTimeAsync(7_200_000);
    expect(slots).toEqual(['2026-03-28T23:30:00.000Z', '2026-03-29T00:00:00.000Z']);
  });

  test('calls for every due time that passed while the machine slept', async () => {
    const { timer, slots } = givenTimer();
    await timer.keep({ id, recurrence: { kind: 'cron', cron: '0 * * * *' }, timezone: 'UTC' });
    vi.setSystemTime(new Date('2026-03-29T02:10:00Z'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slots).toEqual(['2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z']);
  });
});
