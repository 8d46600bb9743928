import { expect, test } from 'vitest';
import * as z from 'zod';
import { page } from '../../../../core/schemas/paging.ts';
import { slot } from '../../../../core/schemas/schedule.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, pass, now } = givenSchedules();

async function slotsOf(id: string, query = '') {
  return z.parse(page(slot), (await call('GET', `/v1/schedules/${id}/slots${query}`)).body);
}

/** A schedule of every hour, paused for its first four slots and then resumed; it is 20 minutes past. */
async function givenPaused(): Promise<{ id: string; at: (hours: number) => string }> {
  const began = now().getTime() - 20 * 60_000;
  const { id } = await givenSchedule({ paused: true });
  pass({ hours: 4 });
  await call('POST', `/v1/schedules/${id}/resume`);
  return { id, at: (hours) => new Date(began + hours * 3_600_000).toISOString() };
}

test('slots are listed newest first, page by page', async () => {
  const { id, at } = await givenPaused();
  const first = await slotsOf(id, '?limit=3');
  const second = await slotsOf(id, `?limit=3&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map((one) => one.slot)).toEqual([4, 3, 2, 1].map(at));
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ state: 'skipped', why: 'paused', run: null, count: 1, until: null });
});

test('slots are listed from an instant on and before another', async () => {
  const { id, at } = await givenPaused();
  const { items } = await slotsOf(id, `?from=${at(2)}&to=${at(4)}`);
  expect(items.map((one) => one.slot)).toEqual([3, 2].map(at));
});

test('slots are listed by what became of them', async () => {
  const { id, at } = await givenPaused();
  await call('POST', `/v1/schedules/${id}/backfill`, { from: at(2), to: at(3) });
  expect((await slotsOf(id, '?state=ran')).items).toMatchObject([{ slot: at(2), cause: 'backfill' }]);
  expect((await slotsOf(id, '?state=skipped')).items).toHaveLength(3);
  expect((await slotsOf(id, '?state=missed')).items).toEqual([]);
});

test('slots of a schedule that was removed are listed as before', async () => {
  const { id, at } = await givenPaused();
  await call('DELETE', `/v1/schedules/${id}`);
  expect(await call('GET', `/v1/schedules/${id}`)).toMatchObject({ status: 404 });
  expect((await slotsOf(id)).items.map((one) => one.slot)).toEqual([4, 3, 2, 1].map(at));
  expect((await slotsOf(id, '?state=missed')).items).toEqual([]);
});

test('a schedule without slots lists none, and is not found once it was removed', async () => {
  const { id } = await givenSchedule();
  expect((await slotsOf(id)).items).toEqual([]);
  await call('DELETE', `/v1/schedules/${id}`);
  expect(await call('GET', `/v1/schedules/${id}/slots`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

test('slots of a schedule that is not there are not found', async () => {
  expect(await call('GET', '/v1/schedules/sch_none/slots')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
