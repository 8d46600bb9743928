import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KeptSchedule, Recurrence, Timer } from '../../functions/ports/timer.ts';

/** A timer under test. */
export interface TimerUnderTest {
  timer: Timer;
  close(): Promise<void>;
}

let made = 0;
const schedule = (recurrence: Recurrence, more: Partial<KeptSchedule> = {}): KeptSchedule => ({
  id: `sch_${String(++made).padStart(26, '0')}`,
  recurrence,
  timezone: 'Europe/Berlin',
  ...more,
});
const daily: Recurrence = { kind: 'cron', cron: '30 2 * * *' };

/** What every edition's timer must do. When it calls is told elsewhere: locally by a clock, on AWS by the request that was sent. */
export function timerContract(name: string, open: () => Promise<TimerUnderTest>): void {
  let by: TimerUnderTest;
  beforeAll(async () => {
    by = await open();
  });
  afterAll(() => by.close());

  test(`${name}: what is kept is listed until it is forgotten`, async () => {
    const { id, ...rest } = schedule(daily);
    await by.timer.keep({ id, ...rest });
    expect(await by.timer.kept()).toContain(id);
    await by.timer.forget(id);
    expect(await by.timer.kept()).not.toContain(id);
  });

  test(`${name}: keeping again replaces, so that one schedule stays one`, async () => {
    const both = schedule({ kind: 'cron', cron: '0 8 1 * mon' });
    await by.timer.keep(both);
    await by.timer.keep({ ...both, recurrence: daily });
    expect((await by.timer.kept()).filter((id) => id === both.id)).toHaveLength(1);
  });

  test(`${name}: forgetting what is not kept is no error`, async () => {
    await expect(by.timer.forget('sch_00000000000000000000unknown')).resolves.toBeUndefined();
  });

  test.each<[string, Recurrence]>([
    ['a rate of whole minutes', { kind: 'rate', everySec: 300 }],
    ['an instant', { kind: 'at', at: new Date(Date.now() + 3_600_000) }],
    ['steps, lists, ranges and names', { kind: 'cron', cron: '*/15 8-18/2 1,15 jan-jun *' }],
    ['Sunday as 7', { kind: 'cron', cron: '0 0 * * 7' }],
  ])(`${name}: takes %s`, async (_what, recurrence) => {
    const one = schedule(recurrence);
    await by.timer.keep(one);
    expect(await by.timer.kept()).toContain(one.id);
  });

  test.each<[string, KeptSchedule, string]>([
    ['an unknown zone', schedule(daily, { timezone: 'Mars/Olympus' }), 'timezone'],
    ['a zone in another spelling', schedule(daily, { timezone: 'europe/berlin' }), 'timezone'],
    ['six fields', schedule({ kind: 'cron', cron: '0 0 2 * * *' }), 'cron'],
    ['a minute that does not exist', schedule({ kind: 'cron', cron: '60 2 * * *' }), 'cron'],
    ["what only one library's cron has", schedule({ kind: 'cron', cron: '0 0 L * *' }), 'cron'],
    ['a rate of seconds', schedule({ kind: 'rate', everySec: 90 }), 'rate'],
    ['an end before the start', schedule(daily, { start: new Date(2000), end: new Date(1000) }), 'end'],
  ])(`${name}: refuses %s, naming the field`, async (_what, one, field) => {
    await expect(by.timer.keep(one)).rejects.toMatchObject({ code: 'bad-request', fields: [{ field }] });
    expect(await by.timer.kept()).not.toContain(one.id);
  });
}
