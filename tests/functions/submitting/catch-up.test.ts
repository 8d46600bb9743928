import { expect, test } from 'vitest';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { givenLedger, going } from './given-ledger.ts';
import type { GivenLedger } from './given-ledger.ts';

type Given = GivenLedger & { id: string; due: (minute: number) => Promise<void>; rows: () => Promise<string[]> };

/** A server that stood still for the first eleven slots of a schedule of every minute, and is there again fifty seconds behind the twelfth, which it runs late. */
async function givenBack(wish: Partial<ScheduleRecord>): Promise<Given> {
  const given = await givenLedger();
  const { id } = await given.schedule(wish);
  given.clock.ms = given.at(12, 50).getTime();
  await given.sweep(given.at(12, 50));
  return {
    ...given,
    id,
    due: async (minute) => {
      given.clock.ms = given.at(minute, 1).getTime();
      await given.fire(id, given.at(minute));
    },
    rows: async () => (await given.slots(id)).map(({ why, cause }) => why ?? cause ?? ''),
  };
}

/** Ends whatever runs until nothing does. @returns the minutes of the slots that ran; each of them ran alone. */
async function endAll(given: GivenLedger): Promise<number[]> {
  const minutes: number[] = [];
  for (;;) {
    const [now, ...others] = going(await given.runs());
    if (now === undefined) return minutes;
    expect(others).toEqual([]);
    minutes.push((Date.parse(now.trigger.slot ?? '') - given.at(0).getTime()) / 60_000);
    await given.end(now.id);
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const eleven = (what: string) => Array.from({ length: 11 }, () => what);

test.each(['skip', 'queue', 'replace'] as const)(
  'by `%s` a slot that comes due while missed ones are caught up runs behind them',
  async (overlap) => {
    const given = await givenBack({ overlap, catchUp: 'all' });
    expect(await given.rows()).toEqual([...eleven('catch-up'), 'late']);
    expect(await endAll(given)).toEqual(upTo(12));
    expect(given.stopped).toEqual([]);
  },
);

test('by the catch-up policy `latest` too, what comes due behind the one that is caught up is run', async () => {
  const given = await givenBack({ catchUp: 'latest' });
  expect((await given.rows()).slice(-2)).toEqual(['catch-up', 'late']);
  expect(await endAll(given)).toEqual([11, 12]);
});

test('by `skip` the next slot is skipped for the one that waits behind what is caught up', async () => {
  const given = await givenBack({ overlap: 'skip', catchUp: 'all' });
  await given.due(13);
  expect(await given.rows()).toEqual([...eleven('catch-up'), 'late', 'overlap']);
  expect(await endAll(given)).toEqual(upTo(12));
});

test('by `replace` the next slot takes the place of the one that waits, and of none that is caught up', async () => {
  const given = await givenBack({ overlap: 'replace', catchUp: 'all' });
  await given.due(13);
  expect(await endAll(given)).toEqual([...upTo(11), 13]);
  expect(given.stopped).toEqual([]);
});

test('by `queue` those that are caught up are none of the ten that may wait', async () => {
  const given = await givenBack({ overlap: 'queue', catchUp: 'all' });
  for (let minute = 13; minute <= 22; minute++) await given.due(minute);
  expect((await given.rows()).slice(-2)).toEqual(['due', 'overlap']);
  expect(await endAll(given)).toEqual(upTo(21));
});

test('what waits behind a line that is caught up may wait as long as the line', async () => {
  const given = await givenBack({ catchUp: 'all' });
  const runs = await given.runs();
  expect(new Set(runs.map(({ queueTimeoutSec }) => queueTimeoutSec))).toEqual(new Set([14 * 24 * 3600]));
});

test('by `skip` a slot is skipped again once a run that is no catch-up stands in its way', async () => {
  const given = await givenBack({ overlap: 'skip', catchUp: 'all' });
  for (const _ of eleven('')) await given.end(going(await given.runs())[0]?.id ?? '');
  await given.due(13);
  expect((await given.slots(given.id)).at(-1)).toMatchObject({ why: 'overlap', message: expect.stringContaining('still under way') });
});
