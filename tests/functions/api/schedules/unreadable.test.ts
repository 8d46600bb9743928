import { expect, test } from 'vitest';
import * as z from 'zod';
import { sweepSchedules } from '../../../../functions/events/sweep-schedules.ts';
import { scheduleKey, scheduleRow, slotKey } from '../../../../functions/stores/schedules/record.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, edition, givenSchedule, now } = givenSchedules();
const ids = z.object({ items: z.array(z.object({ id: z.string() })) });
const unreadable = '+010000-01-01T11:59:59.000Z';

/** A schedule whose row says what nobody can read, due to be told to its timer. */
async function givenUnreadable(): Promise<string> {
  const { table, stores } = edition().services;
  const { id } = await givenSchedule();
  const record = await stores.schedules.require(id);
  const row = scheduleRow(record, now().toISOString());
  await table.put({ ...row, body: { ...record, start: unreadable, timerKnows: false } }, { kind: 'none' });
  return id;
}

async function listed(path: string): Promise<string[]> {
  const { status, body } = await call('GET', path);
  expect([path, status]).toEqual([path, 200]);
  return z.parse(ids, body).items.map(({ id }) => id);
}

test('a schedule whose row cannot be read is left out of lists and sweeps, and hinders no other', async () => {
  const { services } = edition();
  const broken = await givenUnreadable();
  const whole = (await givenSchedule()).id;
  await services.stores.schedules.doubt(whole);
  expect(await listed('/v1/schedules')).toEqual([whole]);
  expect(await services.stores.schedules.untold(true)).toEqual([whole]);
  const answered = { ...services, settings: { ...services.settings, log: () => {} } };
  await sweepSchedules(answered);
  expect(await services.timer.kept()).toContain(whole);
  await call('DELETE', `/v1/schedules/${broken}`);
});

test('a schedule whose row cannot be read can be removed', async () => {
  const { services } = edition();
  const id = await givenUnreadable();
  expect((await call('DELETE', `/v1/schedules/${id}`)).status).toBe(204);
  expect(await services.table.get(scheduleKey(id))).toBeNull();
  expect(await services.timer.kept()).not.toContain(id);
  expect((await call('DELETE', `/v1/schedules/${id}`)).status).toBe(404);
});

test('a slot whose row cannot be read is left out of the list', async () => {
  const { id } = await givenSchedule();
  await edition().services.table.put({ ...slotKey(id, unreadable), body: { scheduleId: id, slot: unreadable } }, { kind: 'none' });
  expect(await call('GET', `/v1/schedules/${id}/slots`)).toMatchObject({ status: 200, body: { items: [] } });
});
