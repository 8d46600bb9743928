import { onTestFinished, expect, test } from 'vitest';
import type { Table } from '../../functions/ports/table.ts';
import { asKept } from '../../functions/stores/schedules/record.ts';
import { createScheduling } from '../../local/scheduling.ts';
import type { Scheduling } from '../../local/scheduling.ts';
import { givenLedger } from '../functions/submitting/given-ledger.ts';
import type { GivenLedger } from '../functions/submitting/given-ledger.ts';

/** What keeps the schedules of a ledger, by the ledger's clock. */
function givenScheduling({ process }: GivenLedger, wrap?: (table: Table) => Table): Scheduling {
  const own = process(wrap);
  const services = { ...own, settings: { ...own.settings, downUntil: () => scheduling.since() } };
  const { log } = own.settings;
  const scheduling: Scheduling = createScheduling(() => services, { log, now: own.stores.now });
  onTestFinished(() => scheduling.stop());
  return scheduling;
}

test('what came due while the machine slept is missed and not run late, also when a due time is what wakes first', async () => {
  const ledger = await givenLedger();
  const scheduling = givenScheduling(ledger);
  await scheduling.begin();
  const schedule = await ledger.schedule();
  await scheduling.timer.keep(asKept(schedule));
  scheduling.beat();
  ledger.clock.ms = ledger.at(30, 30).getTime();
  // To be told of another has the timer look at its clock.
  await scheduling.timer.keep(asKept(await ledger.schedule()));
  await expect.poll(async () => (await ledger.slots(schedule.id)).length).toBeGreaterThanOrEqual(29);
  await scheduling.stop();
  const missed = (await ledger.slots(schedule.id)).slice(0, 29);
  expect(missed.map(({ why }) => why)).toEqual(missed.map(() => 'server-down'));
});

test('a long outage of one schedule keeps no other from its due times', async () => {
  const ledger = await givenLedger();
  const [broken, other] = [await ledger.schedule(), await ledger.schedule()];
  const freed = Promise.withResolvers<void>();
  const wrap = (table: Table): Table => ({
    ...table,
    transact: async (writes) => {
      if (JSON.stringify(writes).includes(`"pk":"SCH#${broken.id}"`)) await freed.promise;
      return table.transact(writes);
    },
  });
  ledger.clock.ms = ledger.at(90, 58).getTime();
  const scheduling = givenScheduling(ledger, wrap);
  const beginning = scheduling.begin();
  onTestFinished(() => freed.resolve());
  await expect.poll(async () => new Set(await scheduling.timer.kept())).toEqual(new Set([broken.id, other.id]));
  freed.resolve();
  await beginning;
});

test('stopped behind a long outage, it begins no further step and leaves the rest to the next start', async () => {
  const ledger = await givenLedger();
  const { id } = await ledger.schedule();
  ledger.clock.ms = ledger.at(9000).getTime();
  const begun = Promise.withResolvers<void>();
  const wrap = (table: Table): Table => ({ ...table, transact: async (writes) => (begun.resolve(), table.transact(writes)) });
  const scheduling = givenScheduling(ledger, wrap);
  const beginning = scheduling.begin();
  await begun.promise;
  await Promise.all([scheduling.stop(), beginning]);
  expect(new Date((await ledger.record(id)).settledThrough).getTime()).toBeLessThan(ledger.at(8000).getTime());
});
