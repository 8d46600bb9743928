import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLedger } from '../../../../functions/stores/ledger.ts';
import { createSchedules } from '../../../../functions/stores/schedules.ts';
import type { ScheduleWish } from '../../../../functions/stores/schedules.ts';
import { scheduleRow } from '../../../../functions/stores/schedules/record.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const now = () => new Date('2026-11-21T10:20:00Z');
const unreadable = '-000001-12-31T10:00:00.000Z';
const hourly: ScheduleWish = {
  recurrence: { kind: 'rate', everySec: 3600 },
  timezone: 'UTC',
  start: '2026-11-21T10:00:00.000Z',
  end: null,
  scriptId: 'scr_x',
  script: 'x',
  description: null,
  rate: '1h',
  version: 'live',
  overlap: 'skip',
  catchUp: 'none',
  settings: {},
  paused: false,
};

function givenStores() {
  const folder = temporaryFolder('unreadable');
  const table = openTable(join(folder, 'runlet.db'));
  onTestFinished(() => {
    table.close();
    rmSync(folder, { recursive: true });
  });
  const logged: Record<string, unknown>[] = [];
  const log = (level: string, message: string, facts: Record<string, string | number>) => void logged.push({ level, message, ...facts });
  return { table, logged, schedules: createSchedules({ table, now, log }), ledger: createLedger({ table, now, log, retentionDays: null }) };
}

test('what could not be read again is not written', async () => {
  const { schedules, ledger, table } = givenStores();
  await expect(schedules.create({ ...hourly, start: unreadable }, 'me')).rejects.toThrow('Invalid ISO datetime');
  const { id } = await schedules.create(hourly, 'me');
  await expect(schedules.update(id, (before) => ({ ...before, end: unreadable }))).rejects.toThrow('Invalid ISO datetime');
  const stored = await ledger.schedule(id);
  const slot = { slot: unreadable, until: null, count: 1, state: 'missed', why: 'overdue', message: 'It was missed.' } as const;
  const row = { ...slot, scheduleId: id, cause: null, run: null, runStatus: null, decidedAt: now().toISOString() };
  expect(() => stored && ledger.writes(stored, { rows: [row], changes: {}, isOverdue: false })).toThrow('Invalid ISO datetime');
  expect((await schedules.list({})).items).toEqual([stored?.body]);
  expect((await table.query({ pk: `SCH#${id}`, limit: 10 })).rows).toHaveLength(1);
});

test('the operator hears of a row that cannot be read, without its contents', async () => {
  const { schedules, table, logged } = givenStores();
  const record = await schedules.create(hourly, 'me');
  await table.put({ ...scheduleRow(record, now().toISOString()), body: { ...record, end: unreadable } }, { kind: 'none' });
  expect((await schedules.list({})).items).toEqual([]);
  const facts = { pk: `SCH#${record.id}`, sk: 'META', error: expect.stringContaining('end: Invalid ISO datetime') };
  expect(logged).toEqual([{ level: 'error', message: 'a row that cannot be read was left out', ...facts }]);
  expect(JSON.stringify(logged)).not.toContain(unreadable);
});
