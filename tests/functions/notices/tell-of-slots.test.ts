import { expect, test } from 'vitest';
import type { Slot } from '../../../core/schemas/schedule.ts';
import { finishTelling } from '../../../functions/notices/finish-telling.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { scheduleRow } from '../../../functions/stores/schedules/record.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { slotsMarker } from '../../../functions/stores/telling/slots.ts';
import type { SlotNotice } from '../../../functions/stores/telling/marker.ts';
import { aMinute, anHour, givenNotices, onlyOne } from './given-notices.ts';
import type { Notices } from './given-notices.ts';

async function givenSchedule(given: Notices, changes: Partial<ScheduleRecord> = {}): Promise<ScheduleRecord> {
  const at = '2026-11-01T00:00:00.000Z';
  const record: ScheduleRecord = {
    id: newId('schedule'),
    scriptId: given.script.id,
    script: given.script.name,
    recurrence: { kind: 'cron', cron: '*/5 * * * *' },
    timezone: 'Europe/Berlin',
    start: null,
    end: null,
    description: "The night's orders",
    rate: null,
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
    settings: {},
    paused: false,
    removed: false,
    settledThrough: '2026-12-01T00:00:00.000Z',
    timerKnows: true,
    underWay: [],
    backfilling: [],
    lastSlot: null,
    createdAt: at,
    createdBy: 'tester',
    updatedAt: at,
    ...changes,
  };
  await given.table.put(scheduleRow(record, null), { kind: 'none' });
  return record;
}

function missed(slot: string, more: Partial<Slot> = {}): Slot {
  const why = { state: 'missed', why: 'server-down', message: 'The server was not running when it was due.' } as const;
  return { slot, until: null, count: 1, ...why, cause: null, run: null, runStatus: null, decidedAt: slot, ...more };
}

/** Slots of a schedule are settled, and told at once. */
async function settle(given: Notices, { id }: ScheduleRecord, slots: Slot[], notice: SlotNotice = 'missed'): Promise<void> {
  await given.table.transact([slotsMarker(id, notice, slots, new Date(given.clock.ms))]);
  await finishTelling(given.services);
}

const five = ['02:00', '02:05', '02:10', '02:15', '02:20'].map((time) => missed(`2026-11-21T${time}:00.000Z`));

test('due times that were missed together are one mail, which says when, why and how to run them', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const schedule = await givenSchedule(given);
  await settle(given, schedule, five.toReversed());
  const { subject, text, html, schedule: about } = onlyOne(await given.messages(), 'missed');
  expect([subject, about]).toEqual(['nightly missed 5 due times: server down', schedule.id]);
  for (const form of [text, html])
    for (const part of ['2026-11-21 03:00 Europe/Berlin', '2026-11-21 02:20:00 UTC', 'The server was not running', 'orders', '*/5 * * * *'])
      expect(form).toContain(part);
  expect(text).toContain(
    `runlet schedules backfill ${schedule.id} --from 2026-11-21T02:00:00.000Z --to 2026-11-21T02:20:01.000Z --dry-run`,
  );
});

test('more of the same schedule within the hour is told together when the hour is over', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const schedule = await givenSchedule(given);
  for (const slot of five) {
    await settle(given, schedule, [slot]);
    await given.sweep(5 * aMinute);
  }
  expect((await given.messages()).map(({ subject }) => subject)).toEqual(['nightly missed a due time: server down']);
  await given.sweep(anHour);
  expect((await given.messages()).map(({ subject }) => subject)).toEqual([
    'nightly missed a due time: server down',
    'nightly missed 4 due times: server down',
  ]);
  await given.sweep(2 * anHour);
  expect([await given.kinds(), await given.left()]).toEqual([['missed', 'missed'], []]);
});

test('what was held back is told with the next that is told', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const schedule = await givenSchedule(given);
  for (const slot of five.slice(0, 2)) await settle(given, schedule, [slot]);
  given.clock.ms += 2 * anHour;
  for (const slot of five.slice(2, 4)) await settle(given, schedule, [slot]);
  expect((await given.messages()).map(({ subject }) => subject)).toEqual([
    'nightly missed a due time: server down',
    'nightly missed 2 due times: server down',
  ]);
});

test('schedules and reasons are told apart from each other', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const [one, other] = [await givenSchedule(given), await givenSchedule(given)];
  const late = missed('2026-11-21T02:00:00.000Z', { state: 'ran', why: null, run: 'run_1', message: 'It was run 130 seconds late.' });
  await settle(given, one, [late], 'overdue');
  await settle(given, one, five.slice(1, 2));
  await settle(given, other, five.slice(1, 2));
  expect((await given.kinds()).toSorted()).toEqual(['missed', 'missed', 'overdue']);
  expect(onlyOne(await given.messages(), 'overdue').subject).toBe('nightly was overdue at 2026-11-21 03:00 Europe/Berlin');
});

test('a stretch that one row stands for is counted whole', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const stretch = missed('2026-10-01T00:00:00.000Z', { until: '2026-11-20T00:00:00.000Z', count: 14_400 });
  await settle(given, await givenSchedule(given), [...five, stretch]);
  expect(onlyOne(await given.messages(), 'missed').subject).toBe('nightly missed 14,405 due times: server down');
  expect(onlyOne(await given.messages(), 'missed').text).toContain('1,000 due times at once');
});

test('nobody hears of a schedule that was removed, nor who did not ask to', async () => {
  const given = await givenNotices();
  await given.subscribe({ address: 'a@example.com', notices: ['overdue'] });
  await settle(given, await givenSchedule(given), five);
  await given.subscribe({ address: 'b@example.com' });
  await settle(given, await givenSchedule(given, { removed: true }), five);
  expect([await given.kinds(), await given.left()]).toEqual([[], []]);
});

test('the secrets that a schedule gives to its runs stand in no mail about its due times', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const settings = { input: { password: 'hunter-2-hunter' }, env: { MODE: 'sensitive-mode' } };
  const schedule = await givenSchedule(given, { settings, description: 'with hunter-2-hunter' });
  const why = { why: 'target-failed', message: 'The input does not fit: password is "hunter-2-hunter", MODE sensitive-mode.' } as const;
  await settle(given, schedule, [missed('2026-11-21T02:00:00.000Z', why)]);
  const { subject, text, html } = onlyOne(await given.messages(), 'missed');
  for (const form of [subject, text, html]) expect(form).not.toMatch(/hunter-2|sensitive-mode/);
  expect(text).toContain('The input does not fit: password is');
});

test('told by nobody, due times are told by the next sweep', async () => {
  const given = await givenNotices();
  await given.subscribe();
  const { id } = await givenSchedule(given);
  await given.table.transact([slotsMarker(id, 'missed', five, new Date(given.clock.ms))]);
  await given.sweep(1000);
  expect(await given.kinds()).toEqual(['missed']);
});
