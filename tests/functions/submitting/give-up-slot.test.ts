import { expect, test } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Table } from '../../../functions/ports/table.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { versionKey } from '../../../functions/stores/versions/record.ts';
import { changeSchedule } from '../../../functions/submitting/change-schedule.ts';
import { removeSchedule } from '../../../functions/submitting/remove-schedule.ts';
import { givenLedger } from './given-ledger.ts';
import type { GivenLedger } from './given-ledger.ts';

/** A schedule of every minute whose version cannot be read: a fault that does not pass. */
async function givenBroken(wish: Partial<ScheduleRecord> = {}): Promise<GivenLedger & { id: string }> {
  const given = await givenLedger();
  const { id } = await given.schedule({ overlap: 'parallel', ...wish });
  await given.table.put({ ...versionKey(given.scriptId, 1), body: { nothing: 'that is known' } }, { kind: 'none' });
  return { ...given, id };
}

const lost = expect.objectContaining({ state: 'missed', why: 'target-failed', run: null });
const pause = (before: ScheduleRecord) => ({ ...before, paused: true });

test('a slot that cannot be run holds up those behind it for an hour, and is then missed with a sentence for people and more for the operator', async () => {
  const given = await givenBroken({ catchUp: 'all' });
  given.clock.ms = given.at(4, 1).getTime();
  expect(await given.sweep()).toBe(1);
  expect(await given.slots(given.id)).toEqual([]);
  given.clock.ms = given.at(62, 1).getTime();
  await given.sweep();
  const rows = await given.slots(given.id);
  expect(rows).toEqual([lost, lost]);
  expect(rows[0]?.message).toBe("Something went wrong on our side when it was to be run; the server's log has more.");
  expect(given.logged).toContainEqual(
    expect.objectContaining({
      message: 'a slot could not be run',
      facts: expect.objectContaining({ scheduleId: given.id, slot: rows[0]?.slot }),
    }),
  );
});

test('what is caught up with after a downtime does not wait for a slot that cannot be run', async () => {
  const given = await givenBroken({ catchUp: 'latest' });
  given.clock.ms = given.at(200, 30).getTime();
  await given.sweep(given.at(130));
  const rows = await given.slots(given.id);
  expect(rows.filter(({ why }) => why === 'target-failed').map(({ slot }) => slot)).toEqual([given.at(140).toISOString()]);
});

test('a broken schedule is paused, changed and removed all the same', async () => {
  const given = await givenBroken();
  given.clock.ms = given.at(2, 1).getTime();
  expect(await changeSchedule(given.process(), given.id, pause)).toMatchObject({ paused: true });
  expect(await given.slots(given.id)).toEqual([lost, lost]);
  await changeSchedule(given.process(), given.id, (before) => ({ ...before, paused: false }));
  given.clock.ms = given.at(3, 1).getTime();
  await removeSchedule(given.process(), given.id);
  expect(await given.process().stores.schedules.find(given.id)).toBeNull();
  expect(await given.slots(given.id)).toEqual([lost, lost, lost]);
});

test('while the table has no room a change is refused and no slot given up, but a removal is not', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  const full = new AppError('no-capacity');
  const crowded = given.process((table: Table) => ({
    ...table,
    get: (key) => (key.pk === `SCR#${given.scriptId}` ? Promise.reject(full) : table.get(key)),
  }));
  given.clock.ms = given.at(2, 1).getTime();
  await expect(changeSchedule(crowded, id, pause)).rejects.toBe(full);
  expect(await given.slots(id)).toEqual([]);
  await removeSchedule(crowded, id);
  expect(await given.process().stores.schedules.find(id)).toBeNull();
});

test('a run that was recorded before its start failed is its slot, and is not given up', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(1, 1).getTime();
  const process = given.process();
  const deaf = { ...process, workflow: { ...process.workflow, start: () => Promise.reject(new Error('deaf')) } };
  await changeSchedule(deaf, id, pause);
  expect(await given.slots(id)).toMatchObject([{ state: 'ran' }]);
});
