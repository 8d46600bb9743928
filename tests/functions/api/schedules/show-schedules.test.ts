import { expect, test } from 'vitest';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, show, pass, now } = givenSchedules();

test('a paused schedule says in a note that what comes due is not run, also before it is saved and not once it has ended', async () => {
  const note = /^The schedule is paused: .* recorded as skipped/;
  const { id, script, nextFires } = await givenSchedule();
  await call('POST', `/v1/schedules/${id}/pause`);
  expect(await show(id)).toMatchObject({ nextFires, notes: [expect.stringMatching(note)] });
  const preview = await call('POST', '/v1/schedules/preview', { script, cron: '0 * * * *', paused: true });
  expect(preview.body).toMatchObject({ notes: [expect.stringMatching(note)] });
  await call('POST', `/v1/schedules/${id}/resume`);
  expect((await show(id)).notes).toEqual([]);
  const once = await givenSchedule({ at: new Date(now().getTime() + 60_000).toISOString(), paused: true });
  pass({ minutes: 2 });
  expect(await show(once.id)).toMatchObject({ status: 'ended', notes: [] });
});
