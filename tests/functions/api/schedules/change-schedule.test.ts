import { expect, test } from 'vitest';
import * as z from 'zod';
import { page } from '../../../../core/schemas/paging.ts';
import { run } from '../../../../core/schemas/run.ts';
import { schedule, slot } from '../../../../core/schemas/schedule.ts';
import { settleOverdue } from '../../../../functions/events/overdue-slots.ts';
import { tellTimers } from '../../../../functions/events/tell-timers.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, edition, givenSchedule, givenScript, show, pass, now } = givenSchedules();

async function slotsOf(id: string) {
  return z.parse(page(slot), (await call('GET', `/v1/schedules/${id}/slots`)).body).items;
}

async function listed(query: string) {
  return z.parse(page(schedule), (await call('GET', `/v1/schedules?${query}`)).body);
}

test('a change holds from now on: slots that came due before have their rows by what the schedule was', async () => {
  const { id } = await givenSchedule({ cron: '0 * * * *', overlap: 'parallel' });
  const began = now();
  pass({ hours: 2 });
  const changed = schedule.parse((await call('PATCH', `/v1/schedules/${id}`, { cron: '*/15 * * * *' })).body);
  const hour = (hours: number) => new Date(began.getTime() + hours * 3_600_000 - 20 * 60_000).toISOString();
  expect((await slotsOf(id)).map((row) => row.slot)).toEqual([hour(2), hour(1)]);
  expect(changed.lastSlot).toMatchObject({ slot: hour(2) });
  expect(changed.nextFires[0]).toBe(new Date(began.getTime() + 2 * 3_600_000 + 10 * 60_000).toISOString());
});

test('what is left out stays and null takes away', async () => {
  const made = await givenSchedule({
    start: '2027-01-01T00:00',
    end: '2027-06-01T00:00',
    timezone: 'Europe/Berlin',
    description: 'sums',
    input: { a: 1 },
    timeoutSec: 20,
    retry: { attempts: 3 },
  });
  const { body } = await call('PATCH', `/v1/schedules/${made.id}`, {
    end: null,
    description: null,
    retry: null,
    timeoutSec: 30,
    catchUp: 'latest',
  });
  const changed = schedule.parse(body);
  expect(changed).toMatchObject({ start: made.start, end: null, timezone: 'Europe/Berlin', description: null, cron: made.cron });
  expect(changed).toMatchObject({ input: { a: 1 }, timeoutSec: 30, catchUp: 'latest' });
  expect(changed).not.toHaveProperty('retry');
  expect(await show(made.id)).toEqual(changed);
});

test('another recurrence takes the place of the old one', async () => {
  const { id } = await givenSchedule({ cron: '0 0 * * *', end: '2027-06-01T00:00:00Z' });
  const change = async (body: Record<string, unknown>) => schedule.parse((await call('PATCH', `/v1/schedules/${id}`, body)).body);
  const minute = `${now().toISOString().slice(0, 16)}:00.000Z`;
  expect(await change({ rate: '90m' })).toMatchObject({ cron: null, rate: '90m', start: minute, end: '2027-06-01T00:00:00.000Z' });
  pass({ minutes: 5 });
  expect(await change({ rate: '2h' })).toMatchObject({ rate: '2h', start: minute });
  expect(await change({ at: '2027-07-01T00:00:00Z' })).toMatchObject({
    rate: null,
    at: '2027-07-01T00:00:00.000Z',
    start: null,
    end: null,
  });
  expect(await change({ cron: '0 0 * * *' })).toMatchObject({ cron: '0 0 * * *', at: null, start: null });
  expect((await edition().services.stores.schedules.find(id))?.body).toMatchObject({ timerKnows: true, removed: false });
});

test('a change is held to the times, the version and the input as a new schedule is, and writes nothing when it is refused', async () => {
  const script = await givenScript('def main(name: str):\n    return name\n');
  const made = await givenSchedule({ script, input: { name: 'a' } });
  const refusals = [
    [{ cron: '0 0 31 2 *' }, 'bad-request'],
    [{ cron: '0 1 * * *', rate: '1h' }, 'bad-request'],
    [{ end: '2020-01-01T00:00:00Z' }, 'bad-request'],
    [{ version: 9 }, 'no-version'],
    [{ input: { name: 1 } }, 'invalid-input'],
  ] as const;
  for (const [body, code] of refusals) expect(await call('PATCH', `/v1/schedules/${made.id}`, body)).toMatchObject({ body: { code } });
  expect(await show(made.id)).toEqual(made);
});

test('what has ended can still be described', async () => {
  const { id } = await givenSchedule({ at: new Date(now().getTime() + 60_000).toISOString() });
  pass({ hours: 1 });
  expect(await show(id)).toMatchObject({ status: 'ended', nextFires: [] });
  expect(await call('PATCH', `/v1/schedules/${id}`, { description: 'was once' })).toMatchObject({
    status: 200,
    body: { description: 'was once' },
  });
  expect(await call('PATCH', `/v1/schedules/${id}`, { timezone: 'Europe/Berlin' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'at' }] },
  });
});

test('a paused schedule goes on having slots, recorded as skipped, until it is resumed', async () => {
  const { id } = await givenSchedule();
  expect(await call('POST', `/v1/schedules/${id}/pause`)).toMatchObject({ status: 200, body: { status: 'paused' } });
  pass({ hours: 1 });
  expect(await call('POST', `/v1/schedules/${id}/resume`)).toMatchObject({ status: 200, body: { status: 'active' } });
  expect(await slotsOf(id)).toMatchObject([{ state: 'skipped', why: 'paused', run: null }]);
  expect(await edition().services.timer.kept()).toContain(id);
});

test('a schedule can begin paused', async () => {
  expect(await givenSchedule({ paused: true })).toMatchObject({ status: 'paused' });
});

test('a removed schedule is gone for people and for the timer', async () => {
  const { id } = await givenSchedule();
  expect(await call('DELETE', `/v1/schedules/${id}`)).toEqual({ status: 204, body: null });
  const gone = { status: 404, body: { code: 'not-found', detail: `There is no schedule ${id}; list the schedules.` } };
  expect(await call('GET', `/v1/schedules/${id}`)).toMatchObject(gone);
  expect(await call('DELETE', `/v1/schedules/${id}`)).toMatchObject(gone);
  for (const verb of ['pause', 'resume', 'run']) expect(await call('POST', `/v1/schedules/${id}/${verb}`)).toMatchObject(gone);
  expect(await edition().services.timer.kept()).not.toContain(id);
  expect(await edition().services.stores.schedules.find(id)).toBeNull();
});

test('lists are newest first, by script and by status, a page at a time', async () => {
  const script = await givenScript();
  const ids: string[] = [];
  for (const paused of [false, true, false, true, false]) ids.unshift((await givenSchedule({ script, paused })).id);
  const first = await listed(`script=${script}&limit=2`);
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const second = await listed(`script=${script}&limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2, 4));
  expect((await listed(`script=${script}&status=paused`)).items.map(({ id }) => id)).toEqual([ids[1], ids[3]]);
  expect((await listed('limit=3')).items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  expect(await call('GET', '/v1/schedules?script=nobody')).toMatchObject({ status: 404 });
});

test('run now makes a run beside the slots, once for a key', async () => {
  const { id, script } = await givenSchedule({ input: { a: 1 }, timeoutSec: 20, paused: true });
  const made = run.parse((await call('POST', `/v1/schedules/${id}/run`)).body);
  expect(made).toMatchObject({
    script,
    input: { a: 1 },
    limits: { timeoutSec: 20 },
    trigger: { kind: 'schedule', schedule: id, cause: 'run-now' },
  });
  expect(made.trigger).not.toHaveProperty('slot');
  expect(await slotsOf(id)).toEqual([]);
  const headers = { authorization: `Bearer ${edition().token}`, 'idempotency-key': `now-${id}` };
  const again = async () => {
    const response = await edition().fetch(new Request(`http://127.0.0.1/v1/schedules/${id}/run`, { method: 'POST', headers }));
    return run.parse(await response.json()).id;
  };
  expect(await again()).toBe(await again());
});

test('a timer that could not be told is told by the sweep', async () => {
  const { services } = edition();
  const { id } = await givenSchedule();
  await services.stores.schedules.doubt(id);
  await services.timer.forget(id);
  expect(await tellTimers(services)).toBe(0);
  pass({ minutes: 2 });
  expect(await tellTimers(services)).toBe(1);
  expect(await services.timer.kept()).toContain(id);
  expect(await tellTimers(services)).toBe(0);
});

test('a timer that has lost a schedule is told again once a slot is overdue, which runs late', async () => {
  const { services } = edition();
  const { id, nextFires } = await givenSchedule();
  await services.timer.forget(id);
  pass({ minutes: 63 - now().getUTCMinutes() });
  await settleOverdue(services, { downUntil: null });
  expect(await slotsOf(id)).toMatchObject([{ slot: nextFires[0], state: 'ran', cause: 'late' }]);
  pass({ minutes: 2 });
  await tellTimers(services);
  expect(await services.timer.kept()).toContain(id);
});

test('of changes at the same time none is lost', async () => {
  const { id } = await givenSchedule();
  const changes = [{ description: 'one' }, { overlap: 'queue' }, { catchUp: 'all' }, { timeoutSec: 11 }, { cron: '30 * * * *' }];
  const answers = await Promise.all(changes.map((body) => call('PATCH', `/v1/schedules/${id}`, body)));
  expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
  expect(await show(id)).toMatchObject(Object.assign({}, ...changes));
  expect((await edition().services.stores.schedules.find(id))?.body.timerKnows).toBe(true);
});
