import { expect, test } from 'vitest';
import { catchUpPolicies } from '../../../core/schemas/schedule.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import { slotUndelivered } from '../../../functions/events/undelivered-slot.ts';
import { givenLedger } from '../submitting/given-ledger.ts';

const whys = (slots: readonly Slot[]) => slots.map(({ why, cause }) => why ?? cause);

test.each(catchUpPolicies)(
  'a slot whose event could not be delivered is run late within its hour, with the policy `%s` too',
  async (catchUp) => {
    const given = await givenLedger();
    const { id } = await given.schedule({ catchUp, overlap: 'parallel' });
    given.clock.ms = given.at(59).getTime();
    const undelivered = { scheduleId: id, at: given.at(1), error: 'the function was throttled' };
    await slotUndelivered(given.process(), undelivered);
    await slotUndelivered(given.process(), undelivered);
    expect(await given.slots(id)).toMatchObject([{ state: 'ran', cause: 'late' }]);
    expect(given.figures).toEqual([['slotsOverdue', 1]]);
    expect(given.logged).toContainEqual(expect.objectContaining({ facts: expect.objectContaining({ error: undelivered.error }) }));
  },
);

test('a slot whose event could not be delivered for an hour is caught up with, or skipped, as its schedule says', async () => {
  for (const [wish, what] of [
    [{ catchUp: 'latest' }, 'catch-up'],
    [{ catchUp: 'latest', paused: true }, 'paused'],
    [{ paused: true }, 'paused'],
  ] as const) {
    const given = await givenLedger();
    const { id } = await given.schedule(wish);
    given.clock.ms = given.at(62).getTime();
    await slotUndelivered(given.process(), { scheduleId: id, at: given.at(1), error: 'given up' });
    expect(whys(await given.slots(id))).toEqual([what]);
  }
});

test('an event that could not be delivered for an hour is a missed slot with the reason, counted and told', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(62).getTime();
  const undelivered = { scheduleId: id, at: given.at(1), error: 'the function was throttled' };
  await slotUndelivered(given.process(), undelivered);
  await slotUndelivered(given.process(), undelivered);
  const [row, ...others] = await given.slots(id);
  expect(row).toMatchObject({ state: 'missed', why: 'target-failed', message: expect.stringContaining('throttled') });
  expect(others).toEqual([]);
  expect(given.figures).toEqual([['slotsOverdue', 1]]);
  expect((await given.table.query({ pk: 'AFTER', limit: 10 })).rows).toHaveLength(1);
});

test('slots before one whose event was given up get their rows first', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule({ overlap: 'parallel' });
  given.clock.ms = given.at(64).getTime();
  await slotUndelivered(given.process(), { scheduleId: id, at: given.at(3), error: 'given up' });
  expect(whys(await given.slots(id))).toEqual(['overdue', 'overdue', 'target-failed']);
});

test('a slot that was run meanwhile stays so, though its event is given up', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(1, 1).getTime();
  await given.fire(id, given.at(1));
  await slotUndelivered(given.process(), { scheduleId: id, at: given.at(1), error: 'given up' });
  expect(await given.slots(id)).toMatchObject([{ state: 'ran' }]);
});
