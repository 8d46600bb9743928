import { onTestFinished, expect, test } from 'vitest';
import { asKept } from '../../functions/stores/schedules/record.ts';
import { createScheduling } from '../../local/scheduling.ts';
import type { Scheduling } from '../../local/scheduling.ts';
import { givenLedger } from '../functions/submitting/given-ledger.ts';
import type { GivenLedger } from '../functions/submitting/given-ledger.ts';

/** What keeps the schedules of a ledger, by the ledger's clock. */
function givenScheduling({ process }: GivenLedger): Scheduling {
  const own = process();
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
