import { expect, test } from 'vitest';
import { finishTelling } from '../../../functions/notices/finish-telling.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { scheduleRow } from '../../../functions/stores/schedules/record.ts';
import { settleSchedule } from '../../../functions/submitting/settle-schedule.ts';
import { Cut } from '../events/cut.ts';
import { aMinute, anHour, givenNotices } from './given-notices.ts';

/** A schedule whose server was down for some hours, and somebody who wants to hear of it. */
async function givenStretch({ cron, hours }: { cron: string; hours: number }) {
  const cut = new Cut();
  const given = await givenNotices({ wrapTable: cut.table });
  await given.subscribe();
  const id = newId('schedule');
  const now = new Date(given.clock.ms);
  const at = new Date(given.clock.ms - hours * anHour).toISOString();
  const who = { id, scriptId: given.script.id, script: given.script.name, createdBy: 'tester', createdAt: at, updatedAt: at } as const;
  const when = { recurrence: { kind: 'cron', cron }, timezone: 'UTC', start: null, end: null, rate: null } as const;
  const how = {
    description: null,
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
    settings: {},
    paused: false,
    removed: false,
  } as const;
  const record = { ...who, ...when, ...how, settledThrough: at, timerKnows: true, underWay: [], lastSlot: null };
  await given.table.put(scheduleRow(record, null), { kind: 'none' });
  return {
    ...given,
    /** Settles what was missed. @param cutBehind kills whoever does it behind the write of that number. */
    settle: async (cutBehind?: number) => {
      if (cutBehind !== undefined) cut.behind(cutBehind);
      const through = new Date(now.getTime() - aMinute - 1);
      const settled = settleSchedule(given.services, id, { through, downUntil: now });
      await (cutBehind === undefined ? settled : expect(settled).rejects.toThrow('killed'));
      cut.heal();
    },
    tell: async () => finishTelling(given.services),
    /** How many due times each mail says were missed, the oldest mail first. */
    counts: async () =>
      (await given.messages()).map(({ subject }) => Number(/missed ([\d,]+) due times/.exec(subject)?.[1]?.replaceAll(',', ''))),
  };
}

test('a stretch of more slots than one transaction takes is one mail that counts all of them', async () => {
  const given = await givenStretch({ cron: '*/5 * * * *', hours: 12 });
  await given.settle();
  expect((await given.left()).length).toBeGreaterThan(1);
  await given.tell();
  expect([await given.counts(), await given.left()]).toEqual([[143], []]);
});

test('while the rest of a stretch is still being settled nobody is told of its beginning', async () => {
  const given = await givenStretch({ cron: '*/5 * * * *', hours: 12 });
  await given.settle(1);
  await given.tell();
  expect(await given.counts()).toEqual([]);
  await given.settle();
  await given.tell();
  expect([await given.counts(), await given.left()]).toEqual([[143], []]);
});

test('a beginning whose rest is not settled within minutes is told by itself, and the rest when the hour is over', async () => {
  const given = await givenStretch({ cron: '*/5 * * * *', hours: 12 });
  await given.settle(1);
  given.clock.ms += 6 * aMinute;
  await given.tell();
  await given.settle();
  await given.sweep();
  expect(await given.counts()).toHaveLength(1);
  await given.sweep(2 * anHour);
  const counts = await given.counts();
  expect(counts).toHaveLength(2);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(143);
});

test('a row that stands for a long stretch and grows is told by what is new in it', async () => {
  const given = await givenStretch({ cron: '* * * * *', hours: 24 * 14 });
  await given.settle(1);
  given.clock.ms += 6 * aMinute;
  await given.tell();
  await given.settle();
  await given.sweep();
  await given.sweep(2 * anHour);
  const counts = await given.counts();
  expect(counts).toHaveLength(2);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(24 * 14 * 60 - 2);
});

test('a long stretch that is settled in several steps is told once, and whole', async () => {
  const given = await givenStretch({ cron: '* * * * *', hours: 24 * 14 });
  await given.settle();
  await given.tell();
  expect([await given.counts(), await given.left()]).toEqual([[24 * 14 * 60 - 2], []]);
});
