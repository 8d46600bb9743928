import { expect, test } from 'vitest';
import { finishTelling } from '../../../../functions/notices/finish-telling.ts';
import { sendDigests } from '../../../../functions/notices/send-digests.ts';
import { tellEnd } from '../../../../functions/notices/tell-end.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { healthKey } from '../../../../functions/stores/telling/health.ts';
import { slotsMarker, withheldKey } from '../../../../functions/stores/telling/slots.ts';
import { anHour, fails, givenNotices } from '../../notices/given-notices.ts';
import type { Notices } from '../../notices/given-notices.ts';

const dayMs = 24 * anHour;

/** In how many milliseconds the row may vanish; null for one that stays. */
async function expiresIn({ table, clock }: Notices, key: { pk: string; sk: string }): Promise<number | null> {
  const row = await table.get(key);
  if (row === null) throw new Error(`there is no row ${key.pk} ${key.sk}`);
  return row.expiresAt === undefined ? null : row.expiresAt * 1000 - clock.ms;
}

async function misses(given: Notices, scheduleId: string): Promise<void> {
  const slot = new Date(given.clock.ms).toISOString();
  const why = { state: 'missed', why: 'server-down', message: 'The server was not running when it was due.' } as const;
  const missed = { slot, until: null, count: 1, ...why, cause: null, run: null, runStatus: null, decidedAt: slot };
  await given.table.transact([slotsMarker(scheduleId, 'missed', [missed], new Date(given.clock.ms))]);
  given.clock.ms += anHour / 4;
  await finishTelling(given.services);
}

test('how a script fares is kept for more than a year after its last end, also of one that was removed before that', async () => {
  const given = await givenNotices();
  const run = await given.begin();
  await given.stores.scripts.remove(given.script.id);
  await tellEnd(given.services, await given.finish(run, fails));
  expect(await expiresIn(given, healthKey(given.script.id))).toBe(400 * dayMs);
});

test('slots that are held back stay until they are told; that some were told is forgotten a week after its quiet hour', async () => {
  const given = await givenNotices();
  const schedule = newId('schedule');
  const told = withheldKey(schedule, 'missed');
  await misses(given, schedule);
  expect(await expiresIn(given, told)).toBe(anHour + 7 * dayMs);
  await misses(given, schedule);
  expect(await expiresIn(given, told)).toBeNull();
  given.clock.ms += anHour;
  await sendDigests(given.services);
  expect(await expiresIn(given, told)).toBe(anHour + 7 * dayMs);
});
