import { expect, test } from 'vitest';
import { backfill } from '../../../../core/schemas/schedule.ts';
import { run } from '../../../../core/schemas/run.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule } = givenSchedules();

async function filled(id: string, body: Record<string, unknown>) {
  return backfill.parse((await call('POST', `/v1/schedules/${id}/backfill`, body)).body);
}

const refusal = (field: string, expected: RegExp) => ({
  status: 400,
  body: { errors: [{ field, expected: expect.stringMatching(expected), got: expect.any(String) }] },
});

test('a stretch of time is read in the time zone of the schedule, and each run knows its slot', async () => {
  const { id } = await givenSchedule({ cron: '0 6 * * *', timezone: 'Europe/Berlin' });
  const { slots, message } = await filled(id, { from: '2026-11-01T00:00', to: '2026-11-03T00:00' });
  expect(slots.map(({ slot }) => slot)).toEqual(['2026-11-01T05:00:00.000Z', '2026-11-02T05:00:00.000Z']);
  expect(message).toBe('2 of 2 slots will be run.');
  const { trigger } = run.parse((await call('GET', `/v1/runs/${slots[1]?.run}`)).body);
  expect(trigger).toMatchObject({ kind: 'schedule', schedule: id, slot: slots[1]?.slot, cause: 'backfill' });
});

test('a dry run names the slots and makes no run', async () => {
  const { id } = await givenSchedule({ cron: '0 6 * * *' });
  const dry = await filled(id, { from: '2026-11-01T00:00', to: '2026-11-03T00:00', dryRun: true });
  expect(dry).toMatchObject({
    dryRun: true,
    runs: 2,
    slots: [
      { run: null, skipped: null },
      { run: null, skipped: null },
    ],
  });
});

test('what cannot be filled is refused by a sentence about its field', async () => {
  const { id } = await givenSchedule({ cron: '* * * * *' });
  const ask = (from: string, to: string) => call('POST', `/v1/schedules/${id}/backfill`, { from, to });
  expect(await ask('2026-11-20T00:00', '2026-11-20T00:00')).toMatchObject(refusal('to', /after `from`/));
  expect(await ask('2026-11-20T00:00', '2027-11-20T00:00')).toMatchObject(refusal('to', /an instant that is over/));
  expect(await ask('2026-11-19T00:00', '2026-11-20T00:00')).toMatchObject(
    refusal('to', /at most 1000 slots; ask up to 2026-11-19T16:40:00.000Z/),
  );
});

test('a schedule whose script is gone cannot be filled', async () => {
  const { id, script } = await givenSchedule({ cron: '0 6 * * *' });
  await call('DELETE', `/v1/scripts/${script}`);
  const body = { from: '2026-11-01T00:00', to: '2026-11-03T00:00' };
  expect(await call('POST', `/v1/schedules/${id}/backfill`, body)).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
