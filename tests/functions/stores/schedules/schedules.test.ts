import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSchedules } from '../../../../functions/stores/schedules.ts';
import type { ScheduleWish } from '../../../../functions/stores/schedules.ts';
import { lookAt } from '../../../../functions/stores/schedules/look-at.ts';
import { asKept } from '../../../../functions/stores/schedules/record.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const hourly: ScheduleWish = {
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

function givenStore() {
  const folder = temporaryFolder('schedules');
  const table = openTable(join(folder, 'runlet.db'));
  onTestFinished(() => {
    table.close();
    rmSync(folder, { recursive: true });
  });
  const clock = { at: new Date('2026-11-21T10:20:00Z') };
  return { clock, schedules: createSchedules({ table, now: () => clock.at }) };
}

const half = (before: ScheduleWish): ScheduleWish => ({ ...before, recurrence: { kind: 'cron', cron: '30 * * * *' } });

test('a change waits until every slot up to now has its row', async () => {
  const { clock, schedules } = givenStore();
  const { id } = await schedules.create(hourly, 'me');
  clock.at = new Date('2026-11-21T11:00:00Z');
  expect(await schedules.update(id, half)).toBeNull();
  expect((await schedules.require(id)).recurrence).toEqual(hourly.recurrence);
  clock.at = new Date('2026-11-21T10:59:59.999Z');
  expect(await schedules.update(id, half)).toMatchObject({ settledThrough: '2026-11-21T10:59:59.999Z', timerKnows: false });
});

test('a change that changes nothing writes nothing', async () => {
  const { schedules } = givenStore();
  const { id } = await schedules.create(hourly, 'me');
  const before = await schedules.find(id);
  expect(await schedules.update(id, (record) => ({ ...record }))).toEqual(before?.body);
  expect(await schedules.find(id)).toEqual(before);
});

test('the timer knows what was told last, and nothing that was overtaken meanwhile', async () => {
  const { schedules } = givenStore();
  const first = await schedules.create(hourly, 'me');
  expect(await schedules.told(first.id, asKept(first))).toBe(true);
  expect(await schedules.require(first.id)).toMatchObject({ timerKnows: true });
  await schedules.update(first.id, half);
  expect(await schedules.told(first.id, asKept(first))).toBe(false);
  expect(await schedules.require(first.id)).toMatchObject({ timerKnows: false });
});

test('pausing leaves the timer as it is', async () => {
  const { schedules } = givenStore();
  const made = await schedules.create(hourly, 'me');
  await schedules.told(made.id, asKept(made));
  expect(await schedules.update(made.id, (before) => ({ ...before, paused: true }))).toMatchObject({ paused: true, timerKnows: true });
});

test('a removed schedule is shown to nobody and keeps its row until its timer has forgotten it', async () => {
  const { clock, schedules } = givenStore();
  const { id } = await schedules.create(hourly, 'me');
  await schedules.remove(id);
  await expect(schedules.require(id)).rejects.toMatchObject({ code: 'not-found' });
  expect(await schedules.list({})).toEqual({ items: [], nextCursor: null });
  clock.at = new Date('2026-11-21T10:21:01Z');
  expect(await schedules.untold()).toEqual([id]);
  expect(await schedules.told(id, null)).toBe(true);
  expect(await schedules.find(id)).toBeNull();
});

test('the sweep looks when a timer should have been told, then when the next slot is overdue, then no more', async () => {
  const { schedules } = givenStore();
  const made = await schedules.create({ ...hourly, end: '2026-11-21T12:30:00.000Z' }, 'me');
  expect(lookAt(made)).toBe('2026-11-21T10:21:00.000Z');
  const told = { ...made, timerKnows: true };
  expect(lookAt(told)).toBe('2026-11-21T11:02:00.000Z');
  expect(lookAt({ ...told, paused: true })).toBe('2026-11-21T11:02:00.000Z');
  expect(lookAt({ ...told, settledThrough: '2026-11-21T11:00:00.000Z' })).toBe('2026-11-21T12:02:00.000Z');
  expect(lookAt({ ...told, settledThrough: '2026-11-21T12:00:00.000Z' })).toBeNull();
  expect(lookAt({ ...told, removed: true })).toBeNull();
});
