import { expect, test } from 'vitest';
import { catchUpPolicies } from '../../../core/schemas/schedule.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import { markers } from '../../../functions/stores/telling/marker.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { scriptKey } from '../../../functions/stores/scripts/record.ts';
import { givenLedger, going, minuteMs } from '../submitting/given-ledger.ts';
import type { GivenLedger } from '../submitting/given-ledger.ts';

/** A server that stood still for the first ten slots of a schedule of every minute, and is there again five seconds behind the eleventh. */
async function givenDowntime(wish: Partial<ScheduleRecord> = {}): Promise<GivenLedger & { id: string }> {
  const given = await givenLedger();
  const { id } = await given.schedule(wish);
  given.clock.ms = given.at(11, 5).getTime();
  expect(await given.sweep(given.at(11, 5))).toBe(0);
  return { ...given, id };
}

const told = async ({ table }: GivenLedger) => {
  const found: unknown[] = [];
  for await (const { body } of markers(table)) found.push(body);
  return found;
};
const whys = (slots: readonly Slot[]) => slots.map(({ why, cause }) => why ?? cause);
const ten = (what: string) => Array.from({ length: 10 }, () => what);

test('every slot of a downtime has its row, and people are told', async () => {
  const given = await givenDowntime();
  expect(whys(await given.slots(given.id))).toEqual([...ten('server-down'), 'late']);
  expect(await given.runs()).toHaveLength(1);
  expect(await told(given)).toContainEqual(expect.objectContaining({ notice: 'missed', span: expect.objectContaining({ count: 10 }) }));
});

test('the catch-up policy `latest` runs the newest that was missed', async () => {
  const given = await givenDowntime({ catchUp: 'latest', overlap: 'queue' });
  expect(whys(await given.slots(given.id))).toEqual([...ten('server-down').slice(1), 'catch-up', 'late']);
});

test('the catch-up policy `all` runs what was missed one after another and then what came due behind it, though its overlap policy is `skip`', async () => {
  const given = await givenDowntime({ catchUp: 'all', overlap: 'skip' });
  const rows = await given.slots(given.id);
  expect(whys(rows)).toEqual([...ten('catch-up'), 'late']);
  for (let n = 0; n < 11; n++) {
    const [now, ...others] = going(await given.runs());
    expect(others).toEqual([]);
    expect(now?.trigger.slot).toBe(rows[n]?.slot);
    await given.end(now?.id ?? '');
  }
});

test('the catch-up policy `all` runs the newest hundred of more', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule({ catchUp: 'all', overlap: 'parallel' });
  given.clock.ms = given.at(300, 30).getTime();
  await given.sweep(given.at(300, 30));
  const rows = await given.slots(id);
  expect(rows.filter(({ state }) => state === 'missed')).toHaveLength(199);
  expect(rows.slice(199, 299).every(({ cause }) => cause === 'catch-up')).toBe(true);
  expect(rows[299]).toMatchObject({ slot: given.at(300).toISOString(), cause: 'late' });
});

test('a slot whose event was lost is run late, counted and told as overdue', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(3, 1).getTime();
  await given.sweep();
  const rows = await given.slots(id);
  expect(rows).toMatchObject([{ slot: given.at(1).toISOString(), state: 'ran', cause: 'late' }]);
  expect(given.figures).toEqual([['slotsOverdue', 1]]);
  expect(await told(given)).toEqual([expect.objectContaining({ notice: 'overdue', span: expect.objectContaining({ count: 1 }) })]);
});

test('a slot younger than two minutes is left to its event', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(2, 55).getTime();
  await given.sweep();
  expect(await given.slots(id)).toEqual([]);
});

test('a slot that nobody looked at for more than an hour is missed', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule({ recurrence: { kind: 'cron', cron: '0 * * * *' } });
  given.clock.ms = given.at(150).getTime();
  await given.sweep();
  expect(whys(await given.slots(id))).toEqual(['overdue', 'late']);
});

test('an event that comes more than an hour late no longer runs its slot', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(62).getTime();
  await given.fire(id, given.at(1));
  expect(await given.slots(id)).toMatchObject([{ slot: given.at(1).toISOString(), why: 'overdue' }]);
});

test('of a stretch of more than 1,000 missed slots the older ones are one row', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(14_000, 30).getTime();
  await given.sweep(given.at(14_000, 30));
  const rows = await given.slots(id);
  expect(rows).toHaveLength(1002);
  expect(rows[0]).toMatchObject({
    slot: given.at(1).toISOString(),
    until: given.at(12_999).toISOString(),
    count: 12_999,
    why: 'server-down',
  });
  expect(rows[1]).toMatchObject({ slot: given.at(13_000).toISOString(), count: 1 });
  expect(rows.at(-1)).toMatchObject({ cause: 'late' });
});

test('what came due while a paused schedule had no server is recorded as skipped', async () => {
  const given = await givenDowntime({ paused: true });
  expect(whys(await given.slots(given.id))).toEqual([...ten('paused'), 'paused']);
});

test('a schedule that cannot be looked after holds up no other', async () => {
  const given = await givenLedger();
  const ids = [(await given.schedule()).id, (await given.schedule()).id];
  const broken = given.process((table) => ({
    ...table,
    get: (key) => (key.pk === `SCH#${ids[0]}` ? Promise.reject(new Error('unreachable')) : table.get(key)),
  }));
  given.clock.ms = given.at(4).getTime();
  expect(await given.sweep(null, broken)).toBe(1);
  expect(await given.slots(ids[0] ?? '')).toEqual([]);
  expect(await given.slots(ids[1] ?? '')).not.toEqual([]);
});

test.each(catchUpPolicies)(
  'a script that is gone misses its overdue slots by `%s` too, because they would fail again, and is told',
  async (catchUp) => {
    const given = await givenLedger();
    const { id } = await given.schedule({ catchUp });
    await given.table.remove(scriptKey(given.scriptId), { kind: 'none' });
    given.clock.ms = given.at(1).getTime() + 3 * minuteMs;
    await given.sweep();
    expect(whys(await given.slots(id))).toEqual(['target-failed', 'target-failed']);
    expect(await told(given)).toHaveLength(2);
  },
);

test('looking after its slots does not hide a schedule from those who are to tell its timer', async () => {
  const given = await givenLedger();
  const { id } = await given.schedule({ overlap: 'parallel' });
  for (const minute of [4, 5, 6]) {
    given.clock.ms = given.at(minute, 1).getTime();
    await given.sweep();
    expect(await given.process().stores.schedules.untold()).toEqual([id]);
  }
});
