import { expect, test } from 'vitest';
import { isTerminal } from '../../../core/run.ts';
import { scriptKey } from '../../../functions/stores/scripts/record.ts';
import { Cut } from '../events/cut.ts';
import { givenLedger } from './given-ledger.ts';

test('a due time becomes one row and one run that names it', async () => {
  const { schedule, clock, at, fire, slots, runs, started } = await givenLedger();
  const { id } = await schedule();
  clock.ms = at(1, 2).getTime();
  await fire(id, at(1));
  const [run] = await runs();
  expect(await slots(id)).toMatchObject([
    { slot: at(1).toISOString(), state: 'ran', cause: 'due', why: null, run: run?.id, runStatus: null },
  ]);
  expect(run?.trigger).toEqual({ kind: 'schedule', actor: 'tok_someone', schedule: id, slot: at(1).toISOString(), cause: 'due' });
  expect(started).toEqual([run?.id]);
});

test('called again, late or by two processes at once, a due time is run once', async () => {
  const { schedule, clock, at, fire, slots, runs, process } = await givenLedger();
  const { id } = await schedule();
  clock.ms = at(1, 1).getTime();
  const processes = [process(), process(), process()];
  await Promise.all([...processes, ...processes].map((one) => fire(id, at(1), one)));
  clock.ms = at(1, 50).getTime();
  await fire(id, at(1));
  expect(await slots(id)).toHaveLength(1);
  expect(await runs()).toHaveLength(1);
});

test('the id of a run follows from schedule and slot, its time from its creation', async () => {
  const [one, other] = [await givenLedger(), await givenLedger()];
  const made = await one.schedule();
  await other.table.put(
    { pk: `SCH#${made.id}`, sk: 'META', body: JSON.parse(JSON.stringify({ ...made, scriptId: other.scriptId })) },
    { kind: 'none' },
  );
  for (const { clock, at, fire } of [one, other]) {
    clock.ms = at(1, 3).getTime();
    await fire(made.id, at(1));
  }
  const [[here], [there]] = [await one.runs(), await other.runs()];
  expect(here?.id).toMatch(/^run_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(here?.id).toBe(there?.id);
  expect(here?.createdAt).toBe(one.at(1, 3).toISOString());
});

test('a slot that nobody called for comes before the one after it', async () => {
  const { schedule, clock, at, fire, slots } = await givenLedger();
  const { id } = await schedule({ overlap: 'parallel' });
  clock.ms = at(2, 1).getTime();
  await fire(id, at(2));
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([
    { slot: at(1).toISOString(), cause: 'late' },
    { slot: at(2).toISOString(), cause: 'due' },
  ]);
});

test('an event that names no slot makes none, and has the timer told again', async () => {
  const { schedule, clock, at, fire, slots, record, process } = await givenLedger();
  const { id } = await schedule({ recurrence: { kind: 'cron', cron: '*/5 * * * *' } });
  await process().stores.schedules.told(id, { id, recurrence: { kind: 'cron', cron: '*/5 * * * *' }, timezone: 'UTC' });
  clock.ms = at(3).getTime();
  await fire(id, at(3));
  expect(await slots(id)).toEqual([]);
  expect((await record(id)).timerKnows).toBe(false);
});

test('an event from a clock that is far ahead waits until its slot is due', async () => {
  const { schedule, clock, at, fire, slots } = await givenLedger();
  const { id } = await schedule();
  await fire(id, at(30));
  expect(await slots(id)).toEqual([]);
  clock.ms = at(1).getTime() - 500;
  await fire(id, at(1));
  expect(await slots(id)).toHaveLength(1);
});

test('a removed schedule, and one that is not there, run nothing and are forgotten', async () => {
  const { schedule, clock, at, fire, runs, process, forgotten } = await givenLedger();
  const { id } = await schedule();
  await process().stores.schedules.remove(id);
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  await fire('sch_none', at(1));
  expect(forgotten).toEqual([id, 'sch_none']);
  expect(await runs()).toEqual([]);
});

test('while it is paused its slots are recorded as skipped', async () => {
  const { schedule, clock, at, fire, slots, runs } = await givenLedger();
  const { id } = await schedule({ paused: true });
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([{ state: 'skipped', why: 'paused', run: null }]);
  expect(await runs()).toEqual([]);
});

test('a script that is gone is a missed slot with the sentence that says so', async () => {
  const { schedule, clock, at, fire, slots, table, scriptId } = await givenLedger();
  const { id } = await schedule();
  await table.remove(scriptKey(scriptId), { kind: 'none' });
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([{ state: 'missed', why: 'target-failed', message: expect.stringMatching(/script/) }]);
});

test('an input that no longer fits is a missed slot that names the field', async () => {
  const schema = { type: 'object', properties: { day: { type: 'integer' } }, required: ['day'] };
  const { schedule, clock, at, fire, slots } = await givenLedger(10, schema);
  const { id } = await schedule({ settings: { input: { day: 'Monday' } } });
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([{ state: 'missed', why: 'target-failed', message: expect.stringContaining('input.day') }]);
});

test('a version that is gone is a missed slot', async () => {
  const { schedule, clock, at, fire, slots } = await givenLedger();
  const { id } = await schedule({ version: 7 });
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([{ why: 'target-failed', message: expect.stringContaining('no version 7') }]);
});

test('a fault that passes leaves no row, and the next call runs the slot', async () => {
  const given = await givenLedger();
  const { schedule, clock, at, fire, slots, process } = given;
  const { id } = await schedule();
  clock.ms = at(1).getTime();
  const broken = process((table) => ({ ...table, transact: () => Promise.reject(new Error('unreachable')) }));
  await expect(fire(id, at(1), broken)).rejects.toThrow('unreachable');
  expect(await slots(id)).toEqual([]);
  await fire(id, at(1));
  expect(await slots(id)).toMatchObject([{ state: 'ran', cause: 'due' }]);
});

test('cut behind any of its writes, a fire that is called again has made one row and one run', async () => {
  for (let write = 1, wasCut = true; wasCut; write++) {
    const { schedule, clock, at, fire, slots, runs, process } = await givenLedger();
    const { id } = await schedule();
    clock.ms = at(1).getTime();
    const cut = new Cut();
    const dying = process(cut.table);
    cut.behind(write);
    const result = await fire(id, at(1), dying).catch(() => null);
    wasCut = cut.isDead;
    cut.heal();
    if (result === null) await fire(id, at(1), dying);
    expect(await slots(id)).toHaveLength(1);
    expect(await runs()).toHaveLength(1);
  }
});

test('how a run ended stands in the row of its slot and in the schedule', async () => {
  const { schedule, clock, at, fire, slots, runs, end, record } = await givenLedger();
  const { id } = await schedule();
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  for (const run of await runs()) await end(run.id);
  expect(await slots(id)).toMatchObject([{ state: 'ran', runStatus: 'SUCCEEDED' }]);
  expect(await record(id)).toMatchObject({ underWay: [], lastSlot: { runStatus: 'SUCCEEDED' } });
});

test('a run whose trigger said no makes its slot one that was declined', async () => {
  const { schedule, clock, at, fire, slots, runs, process } = await givenLedger();
  const { id } = await schedule();
  clock.ms = at(1).getTime();
  await fire(id, at(1));
  const { stores } = process();
  for (const run of await runs()) await stores.ledger.ended((await stores.runs.endWithoutReport(run.id, { kind: 'declined' })).record);
  expect(await slots(id)).toMatchObject([{ state: 'skipped', why: 'declined', runStatus: 'SKIPPED' }]);
});

test('1,000 schedules that are due in the same second are run once each', { timeout: 120_000 }, async () => {
  const { schedule, clock, at, fire, runs, process, slots } = await givenLedger(16);
  const ids: string[] = [];
  for (let n = 0; n < 1000; n++) ids.push((await schedule()).id);
  clock.ms = at(1).getTime();
  const two = [process(), process()];
  await Promise.all(ids.map((id, n) => fire(id, at(1), two[n % 2])));
  const made = await runs();
  expect(new Set(made.map(({ trigger }) => trigger.schedule))).toEqual(new Set(ids));
  expect(made).toHaveLength(1000);
  expect(made.some(({ status }) => isTerminal(status))).toBe(false);
  for (const id of ids) expect(await slots(id)).toMatchObject([{ state: 'ran', cause: 'due' }]);
});
