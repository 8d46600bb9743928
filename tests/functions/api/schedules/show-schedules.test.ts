import { expect, test } from 'vitest';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, givenScript, show, pass, now } = givenSchedules();

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

test('a trigger() that needs what nobody gives is noted before and after the schedule is saved, until a version mends it', async () => {
  const script = await givenScript('def trigger(when):\n    return True\n\nprint(1)\n');
  const note = /^Version 1 would fail at every slot: trigger\(\) needs when, which nobody gives it\. .* give when a default/;
  const preview = await call('POST', '/v1/schedules/preview', { script, cron: '0 * * * *' });
  expect(preview.body).toMatchObject({ notes: [expect.stringMatching(note)] });
  const { id, notes } = await givenSchedule({ script });
  expect(notes).toEqual([expect.stringMatching(note)]);
  await call('POST', `/v1/scripts/${script}/versions`, { source: 'def trigger(slot):\n    return True\n\nprint(1)\n' });
  expect((await show(id)).notes).toEqual([]);
});
