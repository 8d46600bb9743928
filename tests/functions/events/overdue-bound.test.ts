import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { settleOverdue } from '../../../functions/events/overdue-slots.ts';
import { sweepSchedules } from '../../../functions/events/sweep-schedules.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { givenLedger } from '../submitting/given-ledger.ts';
import type { GivenLedger } from '../submitting/given-ledger.ts';

/** A schedule of every minute with the slots of so many minutes that have no rows, and until when nobody was there. */
async function givenBacklog(minutes: number): Promise<GivenLedger & { id: string; downUntil: Date }> {
  const given = await givenLedger();
  const { id } = await given.schedule();
  given.clock.ms = given.at(minutes).getTime();
  return { ...given, id, downUntil: given.at(minutes) };
}

test('when its time is over no step is begun, and the next look goes on', async () => {
  const { process, slots, id, downUntil, sweep } = await givenBacklog(300);
  const time = new AbortController();
  const untilFirst = (table: Table): Table => ({ ...table, transact: async (writes) => (time.abort(), table.transact(writes)) });
  expect(await settleOverdue(process(untilFirst), { downUntil, signal: time.signal })).toBe(0);
  expect(await slots(id)).toHaveLength(90);
  await sweep(downUntil);
  expect(await slots(id)).toHaveLength(300);
});

test('others have their turn between two steps', async () => {
  const { sweep, downUntil } = await givenBacklog(900);
  let turns = 0;
  const over = new AbortController();
  const others = async () => {
    for (; !over.signal.aborted; turns += 1) await setImmediate();
  };
  const done = others();
  await sweep(downUntil);
  over.abort();
  await done;
  expect(turns).toBeGreaterThanOrEqual(9);
});

test('due times that take longer than they may keep no timer from being told', async () => {
  const { process, schedule, clock, id, slots, record } = await givenBacklog(300);
  const own = process();
  const { id: untold } = await schedule({ recurrence: { kind: 'cron', cron: '0 0 1 1 *' } });
  clock.ms += 61_000;
  await sweepSchedules(own, AbortSignal.abort());
  expect((await record(untold)).timerKnows).toBe(true);
  expect(await slots(id)).toEqual([]);
});
