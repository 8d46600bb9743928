import { expect, test } from 'vitest';
import { slotWhys } from '../../../../core/schemas/schedule.ts';
import { createLedger } from '../../../../functions/stores/ledger.ts';
import { goneTexts } from '../../../../functions/stores/ledger/slot-text.ts';
import { slotRunId } from '../../../../functions/stores/ledger/slot-run-id.ts';
import { givenLedger } from '../../submitting/given-ledger.ts';

test('rows of slots are kept as long as ended runs are, and then shown to nobody', async () => {
  const { table, schedule, clock, at } = await givenLedger();
  const ledger = createLedger({ table, now: () => new Date(clock.ms), retentionDays: 2 });
  const { id } = await schedule({ paused: true });
  const stored = await ledger.schedule(id);
  if (!stored) throw new Error('no schedule');
  const row = {
    scheduleId: id,
    slot: at(1).toISOString(),
    until: null,
    count: 1,
    state: 'skipped',
    why: 'paused',
    message: 'paused',
  } as const;
  const rest = { cause: null, run: null, runStatus: null, decidedAt: at(1).toISOString() };
  expect(await ledger.enter(stored, { rows: [{ ...row, ...rest }], changes: {}, isOverdue: false })).toBe(true);
  expect((await ledger.list(id, {})).items).toHaveLength(1);
  clock.ms = at(2 * 24 * 60 + 2).getTime();
  expect((await ledger.list(id, {})).items).toEqual([]);
});

test('what was decided from an older schedule is not written', async () => {
  const { schedule, process } = await givenLedger();
  const { ledger, schedules } = process().stores;
  const { id } = await schedule();
  const stored = await ledger.schedule(id);
  if (!stored) throw new Error('no schedule');
  await schedules.update(id, (before) => ({ ...before, overlap: 'queue' }));
  expect(await ledger.enter(stored, { rows: [], changes: { underWay: [] }, isOverdue: false })).toBe(false);
});

test('the id of a run depends on its schedule, its slot and the run that it replaces, and begins with its creation', () => {
  const created = new Date('2026-03-02T10:00:00.000Z');
  const [schedule, slot] = ['sch_one', '2026-03-02T10:00:00.000Z'];
  const id = slotRunId(schedule, slot, created);
  expect(id).toMatch(/^run_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(slotRunId(schedule, slot, created)).toBe(id);
  const others = [
    slotRunId('sch_two', slot, created),
    slotRunId(schedule, '2026-03-02T10:01:00.000Z', created),
    slotRunId(schedule, slot, created, id),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
  expect(slotRunId(schedule, slot, new Date(created.getTime() + 1)) > id).toBe(true);
});

test('the API names no reason that no row is written with', () => {
  expect(slotWhys.toSorted()).toEqual([...Object.keys(goneTexts), 'overlap', 'declined', 'target-failed'].toSorted());
});
