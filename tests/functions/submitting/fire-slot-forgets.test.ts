import { expect, test } from 'vitest';
import { givenLedger } from './given-ledger.ts';

test('behind its last slot a schedule is looked at no more and its timer forgets it', async () => {
  const { schedule, clock, at, fire, forgotten, table, process } = await givenLedger();
  const { id } = await schedule({ recurrence: { kind: 'at', at: at(1).toISOString() } });
  const kept = { id, recurrence: { kind: 'at', at: at(1) }, timezone: 'UTC' } as const;
  await process().stores.schedules.told(id, kept);
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  expect(forgotten).toEqual([id]);
  expect((await table.query({ index: 'due', pk: 'DUE#SCH', limit: 10 })).rows).toEqual([]);
});

test('a schedule that gets further due times while its timer forgets it has the timer told again', async () => {
  const { schedule, clock, at, fire, record, process } = await givenLedger();
  const own = process();
  const { id } = await schedule({ recurrence: { kind: 'at', at: at(1).toISOString() } });
  const extend = async () => {
    await own.stores.schedules.update(id, (before) => ({ ...before, recurrence: { kind: 'at', at: at(9).toISOString() } }));
    await own.stores.schedules.told(id, { id, recurrence: { kind: 'at', at: at(9) }, timezone: 'UTC' });
    expect((await record(id)).timerKnows).toBe(true);
  };
  clock.ms = at(1).getTime();
  await fire(id, at(1), { ...own, timer: { ...own.timer, forget: extend } });
  expect((await record(id)).timerKnows).toBe(false);
});
