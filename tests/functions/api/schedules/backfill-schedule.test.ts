import { expect, test } from 'vitest';
import * as z from 'zod';
import { backfill } from '../../../../core/schemas/schedule.ts';
import { run } from '../../../../core/schemas/run.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, givenSchedule, givenScript } = givenSchedules();

async function filled(id: string, body: Record<string, unknown>) {
  return backfill.parse((await call('POST', `/v1/schedules/${id}/backfill`, body)).body);
}

const refusal = (field: string, expected: RegExp) => ({
  status: 400,
  body: { errors: [{ field, expected: expect.stringMatching(expected), got: expect.any(String) }] },
});

/** An answer without what names the request. */
function refusalOf({ status, body }: { status: number; body: unknown }) {
  const { code, detail, errors } = z.parse(z.object({ code: z.string(), detail: z.unknown(), errors: z.unknown() }), body);
  return { status, code, detail, errors };
}

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

/** Backfills of the same two slots, as a dry run and as a real one. */
async function bothWays(id: string, more: Record<string, unknown> = {}) {
  const body = { from: '2026-11-01T00:00', to: '2026-11-03T00:00', ...more };
  const path = `/v1/schedules/${id}/backfill`;
  return { dry: await call('POST', path, { ...body, dryRun: true }), real: await call('POST', path, body) };
}

/** A schedule of a script whose newest version takes another input than the schedule gives. */
async function givenUnfit(): Promise<string> {
  const script = await givenScript('def main(name: str):\n    print(name)\n');
  const { id } = await givenSchedule({ script, cron: '0 6 * * *', input: { name: 'a' } });
  await call('POST', `/v1/scripts/${script}/versions`, { source: 'def main(count: int):\n    print(count)\n' });
  return id;
}

test('a schedule whose script is gone cannot be filled, and a dry run says so with the same sentence', async () => {
  const { id, script } = await givenSchedule({ cron: '0 6 * * *' });
  await call('DELETE', `/v1/scripts/${script}`);
  const { dry, real } = await bothWays(id);
  const detail = expect.stringContaining(`The script ${script} was deleted; remove this schedule`);
  expect(real).toMatchObject({ status: 404, body: { code: 'not-found', detail } });
  expect(refusalOf(dry)).toEqual(refusalOf(real));
});

test('a schedule whose input no longer fits cannot be filled, and a dry run says so with the same sentence', async () => {
  const { dry, real } = await bothWays(await givenUnfit());
  expect(real).toMatchObject({ status: 400, body: { code: 'invalid-input', errors: [{ field: 'input.count' }, { field: 'input.name' }] } });
  expect(refusalOf(dry)).toEqual(refusalOf(real));
});

test('slots that have all run are told so, though the input no longer fits', async () => {
  const { id, script } = await givenSchedule({ cron: '0 6 * * *' });
  await bothWays(id);
  await call('POST', `/v1/scripts/${script}/versions`, { source: 'def main(count: int):\n    print(count)\n' });
  const { dry, real } = await bothWays(id);
  expect([dry.body, real.body]).toMatchObject([{ runs: 0 }, { runs: 0 }]);
});
