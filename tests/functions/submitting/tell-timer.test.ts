import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { KeptSchedule, Timer } from '../../../functions/ports/timer.ts';
import { createSchedules } from '../../../functions/stores/schedules.ts';
import type { ScheduleWish } from '../../../functions/stores/schedules.ts';
import { asKept } from '../../../functions/stores/schedules/record.ts';
import { tellTimers } from '../../../functions/events/tell-timers.ts';
import { beginSchedule } from '../../../functions/submitting/begin-schedule.ts';
import { tellTimer, tellTimerOrLater } from '../../../functions/submitting/tell-timer.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder('tell-timer');
const table = openTable(join(folder, 'runlet.db'));
afterAll(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

const wish: ScheduleWish = {
  recurrence: { kind: 'cron', cron: '0 * * * *' },
  timezone: 'UTC',
  start: null,
  end: null,
  scriptId: 'scr_x',
  script: 'x',
  description: null,
  rate: null,
  version: 'live',
  overlap: 'skip',
  catchUp: 'none',
  settings: {},
  paused: false,
};

/** A timer that takes its time, as one does that is reached over a network; each call takes the next number of turns, and -1 fails. */
function slowTimer(turns: number[]): Timer & { holds: Map<string, KeptSchedule> } {
  const holds = new Map<string, KeptSchedule>();
  const work = async (done: () => void) => {
    const wait = turns.shift() ?? 0;
    for (let turn = 0; turn < wait; turn += 1) await setImmediate();
    if (wait < 0) throw new Error('the timer is away');
    done();
    for (let turn = 0; turn < wait; turn += 1) await setImmediate();
  };
  return {
    holds,
    keep: (schedule) => work(() => holds.set(schedule.id, schedule)),
    forget: (id) => work(() => holds.delete(id)),
    kept: async () => [...holds.keys()],
  };
}

function given(turns: number[]) {
  const clock = { at: new Date('2026-11-21T10:20:00Z') };
  const now = () => clock.at;
  const logged: string[] = [];
  const schedules = createSchedules({ table, now });
  const timer = slowTimer(turns);
  const settings = { log: (level: string, message: string) => logged.push(`${level}: ${message}`) };
  return { clock, schedules, timer, logged, telling: { stores: { schedules, now }, timer, settings } };
}

const everyMinutes =
  (minute: number) =>
  (before: ScheduleWish): ScheduleWish => ({
    ...before,
    recurrence: { kind: 'cron', cron: `${minute} 12 * * *` },
  });

test('whoever changes a schedule at the same time, the timer at last keeps what its row says', async () => {
  const calls = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 20, maxLength: 20 });
  const changes = fc.array(fc.oneof(fc.integer({ min: 0, max: 59 }), fc.constant('remove' as const)), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(calls, changes, async (turns, wanted) => {
      const { schedules, timer, telling } = given([...turns]);
      const { id } = await schedules.create(wish, 'me');
      const change = async (what: number | 'remove', place: number) => {
        for (let turn = 0; turn < place; turn += 1) await setImmediate();
        await (what === 'remove' ? schedules.remove(id) : schedules.update(id, everyMinutes(what))).catch(() => null);
        await tellTimer(telling, id);
      };
      await Promise.all(wanted.map(change));
      const row = await schedules.find(id);
      expect(row?.body.timerKnows ?? true).toBe(true);
      expect(timer.holds.get(id)).toEqual(row ? asKept(row.body) : undefined);
      expect(row === null).toBe(wanted.includes('remove'));
    }),
    { numRuns: 60 },
  );
});

test('a timer that is away is told by the sweep, and the operator hears of it', async () => {
  const { clock, schedules, timer, logged, telling } = given([-1, -1, 0]);
  const { id } = await schedules.create(wish, 'me');
  expect(await tellTimerOrLater(telling, id)).toBe(false);
  clock.at = new Date('2026-11-21T10:21:01Z');
  expect(await tellTimers(telling)).toBe(0);
  expect(logged).toEqual(['error: the timer could not be told of a schedule', 'error: the timer could not be told of a schedule']);
  expect(await tellTimers(telling)).toBe(1);
  expect(timer.holds.has(id)).toBe(true);
});

test('a schedule that the timer will never take is refused with its sentence, and leaves nothing behind', async () => {
  const { schedules, timer, telling } = given([]);
  const refusal = new AppError('bad-request', 'The timer knows no such zone.');
  const picky = { ...telling, timer: { ...timer, keep: () => Promise.reject(refusal) } };
  await expect(beginSchedule(picky, { ...wish, scriptId: 'scr_picky' }, 'me')).rejects.toBe(refusal);
  expect(await schedules.list({ scriptId: 'scr_picky' })).toEqual({ items: [], nextCursor: null });
  const { id } = await schedules.create(wish, 'me');
  await expect(tellTimerOrLater(picky, id)).rejects.toBe(refusal);
});

test('what comes due no more is forgotten by the timer', async () => {
  const { clock, schedules, timer, telling } = given([]);
  const { id } = await schedules.create({ ...wish, end: '2026-11-21T11:30:00.000Z' }, 'me');
  await tellTimer(telling, id);
  expect(timer.holds.has(id)).toBe(true);
  clock.at = new Date('2026-11-21T11:10:00Z');
  await tellTimer(telling, id);
  expect(timer.holds.has(id)).toBe(false);
  expect((await schedules.find(id))?.body.timerKnows).toBe(true);
});
