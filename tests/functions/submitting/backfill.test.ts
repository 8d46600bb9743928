import { expect, test } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Backfill } from '../../../core/schemas/schedule.ts';
import { scriptKey } from '../../../functions/stores/scripts/record.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { backfill } from '../../../functions/submitting/backfill.ts';
import type { BackfillWish } from '../../../functions/submitting/backfill.ts';
import { Cut } from '../events/cut.ts';
import { givenLedger, going } from './given-ledger.ts';
import type { GivenLedger, Process } from './given-ledger.ts';

type Given = GivenLedger & {
  id: string;
  fill: (from: number, to: number, more?: Partial<BackfillWish>, by?: Process) => Promise<Backfill>;
};

/** A schedule of every minute whose first five slots were missed; it is a little after the fifth. */
async function givenMissed(wish: Partial<ScheduleRecord> = {}): Promise<Given> {
  const given = await givenLedger();
  const { id } = await given.schedule(wish);
  given.clock.ms = given.at(5, 10).getTime();
  await given.sweep(given.at(6, 5));
  return { ...given, id, fill: filler(given, id) };
}

function filler(given: GivenLedger, id: string): Given['fill'] {
  const own = given.process();
  return (from, to, more = {}, by = own) =>
    backfill(by, id, { from: given.at(from), to: given.at(to), dryRun: false, again: false, by: 'tok_filler', ...more });
}

/** The fields that are refused, as expected and given. */
async function refused(task: Promise<unknown>): Promise<string> {
  const error = await task.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.fields.map(({ field, expected }) => `${field}: ${expected}`).join('; ') : String(error);
}

test('a backfill runs each slot of a stretch with its own slot time, and its rows name the runs', async () => {
  const { fill, slots, runs, id, at } = await givenMissed();
  const answer = await fill(1, 4);
  expect(answer).toMatchObject({ runs: 3, message: '3 of 3 slots will be run.' });
  const made = await runs();
  expect(made[0]?.queueTimeoutSec).toBe(14 * 24 * 3600);
  expect(made.map(({ trigger }) => trigger)).toEqual(
    [1, 2, 3].map((n) => ({ kind: 'schedule', actor: 'tok_filler', schedule: id, slot: at(n).toISOString(), cause: 'backfill' })),
  );
  const filled = { state: 'ran', cause: 'backfill' };
  expect(await slots(id)).toMatchObject([...made.map((run) => ({ ...filled, run: run.id })), { state: 'missed' }, { state: 'missed' }]);
});

test('a dry run tells the slots and runs nothing', async () => {
  const { fill, slots, runs, id } = await givenMissed();
  expect(await fill(1, 4, { dryRun: true })).toMatchObject({ dryRun: true, runs: 3, message: '3 of 3 slots would be run.' });
  expect(await runs()).toEqual([]);
  expect((await slots(id)).every(({ state }) => state === 'missed')).toBe(true);
});

test('its runs go one after another in a line of their own, which slots that come due do not mind', async () => {
  const { fill, runs, end, clock, at, fire, id, slots } = await givenMissed({ overlap: 'skip' });
  await fill(1, 4);
  clock.ms = at(6, 1).getTime();
  await fire(id, at(6));
  expect((await slots(id)).at(-1)).toMatchObject({ state: 'ran', cause: 'due' });
  for (const n of [1, 2, 3]) {
    const now = going(await runs()).filter(({ trigger }) => trigger.cause === 'backfill');
    expect(now.map(({ trigger }) => trigger.slot)).toEqual([at(n).toISOString()]);
    await end(now[0]?.id ?? '');
  }
});

test('a second backfill waits behind the first', async () => {
  const { fill, runs } = await givenMissed();
  await fill(1, 3);
  await fill(3, 5);
  expect(going(await runs())).toHaveLength(1);
});

test('by `parallel` a backfill runs all at once', async () => {
  const { fill, runs } = await givenMissed({ overlap: 'parallel' });
  await fill(1, 4);
  expect(going(await runs())).toHaveLength(3);
});

test('slots that have run are left out unless they are to be run again', async () => {
  const { fill, runs, end, slots, id } = await givenMissed();
  await fill(1, 2);
  const [first] = await runs();
  expect((await fill(1, 3)).slots).toMatchObject([{ skipped: expect.stringContaining(first?.id ?? '-') }, { skipped: null }]);
  expect((await fill(1, 2, { again: true })).slots).toMatchObject([{ run: null, skipped: expect.stringContaining('has not ended') }]);
  for (const { id: runId } of await runs()) await end(runId);
  const again = await fill(1, 2, { again: true });
  expect(again.runs).toBe(1);
  expect((await slots(id))[0]).toMatchObject({ state: 'ran', run: again.slots[0]?.run, runStatus: null });
  expect(again.slots[0]?.run).not.toBe(first?.id);
});

test('slots from before the schedule was made can be run, of a rate counted back from there', async () => {
  const cron = await givenMissed();
  expect((await cron.fill(-3, 1)).runs).toBe(4);
  const start = cron.at(0).toISOString();
  const rate = await givenMissed({ recurrence: { kind: 'rate', everySec: 120 }, start });
  const { slots } = await rate.fill(-5, 1, { dryRun: true });
  expect(slots.map(({ slot }) => slot)).toEqual([-4, -2, 0].map((n) => rate.at(n).toISOString()));
});

test('two backfills of the same stretch at once run each slot once', async () => {
  const { fill, runs, process } = await givenMissed();
  await Promise.all([fill(1, 5), fill(1, 5, {}, process()), fill(1, 5, {}, process())]);
  expect((await runs()).map(({ trigger }) => trigger.slot)).toHaveLength(4);
});

test('cut behind any of its writes, a backfill that is asked again runs each slot once', async () => {
  for (let write = 1, wasCut = true; wasCut; write++) {
    const { fill, runs, process } = await givenMissed();
    const cut = new Cut();
    const dying = process(cut.table);
    cut.behind(write);
    await fill(1, 4, {}, dying).catch(() => null);
    wasCut = cut.isDead;
    cut.heal();
    await fill(1, 4, {}, dying);
    expect(new Set((await runs()).map(({ trigger }) => trigger.slot)).size).toBe(3);
    expect(await runs()).toHaveLength(3);
  }
});

test('a stretch that is empty, not over or too long is refused by a sentence that says what to do', async () => {
  const { fill, clock, at } = await givenMissed();
  expect(await refused(fill(4, 4))).toMatch(/^to: an instant after `from`/);
  expect(await refused(fill(4, 9))).toMatch(/^to: an instant that is over: it is 2026-.* come due by themselves/);
  clock.ms = at(3000).getTime();
  const split = at(1101).toISOString();
  expect(await refused(fill(101, 2500))).toBe(`to: a stretch of at most 1000 slots; ask up to ${split} first and then from ${split}`);
});

test('a backfill of a script that is gone is refused, and nothing is run', async () => {
  const { fill, table, scriptId, runs } = await givenMissed();
  await table.remove(scriptKey(scriptId), { kind: 'none' });
  await expect(fill(1, 3)).rejects.toThrow(AppError);
  expect(await runs()).toEqual([]);
});

test('a stretch in which nothing is due is told so', async () => {
  const { fill } = await givenMissed({ recurrence: { kind: 'cron', cron: '0 0 1 1 *' } });
  expect(await fill(1, 4)).toEqual({ dryRun: false, slots: [], runs: 0, message: 'No slot is due in that stretch of time.' });
});
