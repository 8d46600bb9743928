import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { schedule } from '../../../../core/schemas/schedule.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, givenScript, pass } = givenSchedules();

const years = ['0000', '0001', '0099', '0100', '1969', '1970', '1999', '2000', '2026', '2027', '2199', '2200', '9998', '9999'];
const days = ['01-01', '02-28', '03-28', '06-30', '10-31', '12-31'];
const times = ['00:00', '00:00:00', '02:30', '12:00:00.123456', '23:59:59', '23:59:59.999'];
const offsets = ['', 'Z', '+00:00', '+14:00', '-12:00', '+23:59', '-23:59'];
const moment = fc
  .tuple(fc.constantFrom(...years), fc.constantFrom(...days), fc.constantFrom(...times), fc.constantFrom(...offsets))
  .map(([year, day, time, offset]) => `${year}-${day}T${time}${offset}`);

const timezone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Africa/Monrovia', 'America/New_York');
const recurrence = fc.oneof(
  moment.map((at) => ({ at })),
  fc.constantFrom('1m', '1h', '366 d').map((rate) => ({ rate })),
  fc.constantFrom('* * * * *', '30 2 * * *', '0 0 29 2 *').map((cron) => ({ cron })),
);
const bounds = fc.record({ start: moment, end: moment }, { requiredKeys: [] });
const timing = fc.tuple(recurrence, fc.record({ timezone }), bounds).map((parts) => Object.assign({}, ...parts));

/** What the API answers to what it takes, or by which it refuses; never that it failed. */
async function expectTaken(method: string, path: string, body?: unknown): Promise<boolean> {
  const { status, body: answer } = await call(method, path, body);
  expect([200, 201, 202, 204, 400], `${method} ${path} ${JSON.stringify(body)}: ${status} ${JSON.stringify(answer)}`).toContain(status);
  return status !== 400;
}

async function expectShown(id: string): Promise<void> {
  const lists = ['/v1/schedules', '/v1/runs', `/v1/schedules/${id}/slots`];
  for (const path of [`/v1/schedules/${id}`, ...lists]) expect([path, (await call('GET', path)).status]).toEqual([path, 200]);
}

test('whatever is taken as a timing is shown, listed, changed, paused and removed afterwards', async () => {
  const script = await givenScript();
  await fc.assert(
    fc.asyncProperty(timing, bounds, async (first, then) => {
      await expectTaken('POST', '/v1/schedules/preview', { script, ...first });
      const made = await call('POST', '/v1/schedules', { script, ...first });
      if (made.status === 400) return;
      const { id } = schedule.parse(made.body);
      await expectShown(id);
      await expectTaken('PATCH', `/v1/schedules/${id}`, then);
      await expectTaken('POST', `/v1/schedules/${id}/pause`);
      await expectTaken('POST', `/v1/schedules/${id}/resume`);
      await expectShown(id);
      expect((await call('DELETE', `/v1/schedules/${id}`)).status).toBe(204);
    }),
    { numRuns: 150 },
  );
});

test('any stretch may be asked for, and what a backfill takes is shown afterwards', async () => {
  const { id } = await givenSchedule({ rate: '1h' });
  pass({ hours: 3 });
  await fc.assert(
    fc.asyncProperty(moment, moment, async (from, to) => {
      await expectTaken('POST', `/v1/schedules/${id}/backfill`, { from, to, dryRun: true });
      await expectTaken('GET', `/v1/schedules/${id}/slots?${new URLSearchParams({ from, to }).toString()}`);
      await expectTaken('GET', `/v1/runs?${new URLSearchParams({ after: from, before: to }).toString()}`);
    }),
    { numRuns: 100 },
  );
});

test('a backfill of slots that no row could name is refused, and no run is left behind', async () => {
  const { id } = await givenSchedule({ rate: '1h' });
  const answer = await call('POST', `/v1/schedules/${id}/backfill`, { from: '0000-01-01T00:00:00+14:00', to: '0000-01-01T01:00:00+14:00' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{ field: 'from' }] } });
  expect(z.parse(z.object({ items: z.array(z.unknown()) }), (await call('GET', '/v1/runs')).body).items).toEqual([]);
  expect((await call('POST', `/v1/schedules/${id}/backfill`, { from: '1970-01-01T00:00:00Z', to: '1970-01-01T02:00:00Z' })).status).toBe(
    200,
  );
  await expectShown(id);
});
