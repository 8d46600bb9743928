import { expect, test } from 'vitest';
import type { Slot } from '../../../core/schemas/schedule.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { runKey } from '../../../functions/stores/runs/record.ts';
import { givenLedger, going } from './given-ledger.ts';
import type { GivenLedger } from './given-ledger.ts';

/** A schedule whose first slots were fired when they were due, and no run of it has ended. */
async function givenFired(overlap: ScheduleRecord['overlap'], minutes: number): Promise<GivenLedger & { id: string }> {
  const given = await givenLedger();
  const { id } = await given.schedule({ overlap });
  await fireEach(given, id, 1, minutes);
  return { ...given, id };
}

async function fireEach({ clock, at, fire }: GivenLedger, id: string, from: number, through: number): Promise<void> {
  for (let minute = from; minute <= through; minute++) {
    clock.ms = at(minute, 1).getTime();
    await fire(id, at(minute));
  }
}

const states = (slots: readonly Slot[]) => slots.map(({ state, why }) => why ?? state);

test('by `skip` a slot is skipped while the run before it is under way, and its row names that run', async () => {
  const given = await givenFired('skip', 2);
  const [run] = await given.runs();
  expect(await given.slots(given.id)).toMatchObject([
    { state: 'ran' },
    { why: 'overlap', message: expect.stringContaining(run?.id ?? '-') },
  ]);
  await given.end(run?.id ?? '');
  await fireEach(given, given.id, 3, 3);
  expect(states(await given.slots(given.id))).toEqual(['ran', 'overlap', 'ran']);
});

test('by `parallel` every slot runs at once', async () => {
  const given = await givenFired('parallel', 3);
  expect(going(await given.runs())).toHaveLength(3);
});

test('by `queue` slots wait for each other in their order, ten at most', async () => {
  const given = await givenFired('queue', 12);
  expect(states(await given.slots(given.id))).toEqual([...Array.from({ length: 11 }, () => 'ran'), 'overlap']);
  const order: (string | undefined)[] = [];
  for (let n = 0; n < 11; n++) {
    const [now, ...others] = going(await given.runs());
    expect(others).toEqual([]);
    order.push(now?.trigger.slot);
    await given.end(now?.id ?? '');
  }
  expect(order).toEqual(Array.from({ length: 11 }, (_, n) => given.at(n + 1).toISOString()));
});

test('by `queue` who waits behind a run that is canceled while it waits still waits for the first', async () => {
  const given = await givenFired('queue', 3);
  const [, second] = await given.runs();
  await given.process().stores.runs.cancel(second?.id ?? '', null);
  await given.process().stores.runs.admit();
  expect(going(await given.runs()).map(({ trigger }) => trigger.slot)).toEqual([given.at(1).toISOString()]);
});

test('by `replace` the run before is canceled, and the new one begins once that has ended', async () => {
  const given = await givenFired('replace', 2);
  const [first, second] = await given.runs();
  expect(first?.status).toBe('CANCELING');
  expect(given.stopped).toEqual([first?.id]);
  expect(second).toMatchObject({ status: 'QUEUED', behind: first?.id });
  await given.end(first?.id ?? '');
  expect(await given.runs()).toMatchObject([{ status: 'CANCELED' }, { status: 'STARTING' }]);
});

test('by `replace` a run that still waits is canceled too, and the newest waits for the one that is being stopped', async () => {
  const given = await givenFired('replace', 3);
  const [first, second, third] = await given.runs();
  expect(second?.status).toBe('CANCELED');
  expect(third).toMatchObject({ status: 'QUEUED', behind: first?.id });
});

test.each(['skip', 'queue', 'replace'] as const)('by `%s` a run that cannot be read keeps no slot from being run', async (overlap) => {
  const given = await givenFired(overlap, 1);
  const [run] = await given.runs();
  await given.table.put({ ...runKey(run?.id ?? ''), body: { id: run?.id ?? '' } }, { kind: 'none' });
  await fireEach(given, given.id, 2, 2);
  expect(states(await given.slots(given.id))).toEqual(['ran', 'ran']);
});
