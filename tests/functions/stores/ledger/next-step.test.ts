import { expect, test } from 'vitest';
import { nextStep } from '../../../../functions/stores/ledger/next-step.ts';
import type { Look } from '../../../../functions/stores/ledger/next-step.ts';
import type { ScheduleRecord } from '../../../../functions/stores/schedules/record.ts';

const began = Date.parse('2026-03-02T10:00:00.000Z');
const at = (minutes: number) => new Date(began + minutes * 60_000);
const iso = (minutes: number) => at(minutes).toISOString();

/** Every minute, settled up to the beginning. */
function givenRecord(changes: Partial<ScheduleRecord> = {}): ScheduleRecord {
  return {
    id: 'sch_one',
    scriptId: 'scr_one',
    script: 'report',
    recurrence: { kind: 'cron', cron: '* * * * *' },
    timezone: 'UTC',
    start: null,
    end: null,
    description: null,
    rate: null,
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
    settings: {},
    paused: false,
    removed: false,
    settledThrough: iso(0),
    timerKnows: true,
    underWay: [],
    lastSlot: null,
    createdAt: iso(0),
    createdBy: 'someone',
    updatedAt: iso(0),
    ...changes,
  };
}

function look(minutes: number, changes: Partial<Look> = {}): Look {
  return { now: at(minutes), through: at(minutes), event: null, downUntil: null, ...changes };
}

test('when every due time has its row, nothing is to be done', () => {
  expect(nextStep(givenRecord({ settledThrough: iso(5) }), look(5))).toEqual({ kind: 'settled' });
});

test('the first slot without a row comes first, whichever the event is for', () => {
  const step = nextStep(givenRecord(), look(1.5, { through: at(1), event: at(1) }));
  expect(step).toEqual({ kind: 'run', slot: iso(1), cause: 'due', isOverdue: false });
  expect(nextStep(givenRecord(), look(2, { event: at(2) }))).toMatchObject({ slot: iso(1), cause: 'late', isOverdue: false });
});

test('a slot is overdue from two minutes on, even if its event comes then', () => {
  expect(nextStep(givenRecord(), look(3, { through: at(1), event: at(1) }))).toMatchObject({ cause: 'late', isOverdue: true });
});

test('what came due up to a minute before the server was there again is no downtime', () => {
  const record = givenRecord({ settledThrough: iso(8) });
  expect(nextStep(record, look(10, { downUntil: at(10) }))).toMatchObject({ kind: 'run', slot: iso(9) });
  expect(nextStep(record, look(10.1, { downUntil: at(10.1) }))).toMatchObject({
    kind: 'rows',
    rows: [{ slot: iso(9), why: 'server-down' }],
  });
});

test('no more slots stand in one step than a transaction takes', () => {
  const step = nextStep(givenRecord(), look(900, { downUntil: at(900) }));
  expect(step).toMatchObject({ kind: 'rows', settledThrough: iso(90) });
});

test('a stretch that goes on widens the row that it has', () => {
  const first = nextStep(givenRecord(), look(30_000, { downUntil: at(30_000) }));
  if (first.kind !== 'rows') throw new Error('no rows');
  const [row] = first.rows;
  if (!row) throw new Error('no row');
  expect(row).toMatchObject({ slot: iso(1), until: first.settledThrough, count: 2000 });
  const record = givenRecord({ settledThrough: first.settledThrough, lastSlot: row });
  expect(nextStep(record, look(30_000, { downUntil: at(30_000) }))).toMatchObject({
    rows: [{ slot: iso(1), until: iso(4000), count: 4000 }],
  });
});

test('a stretch of another reason has a row of its own', () => {
  const lastSlot = {
    slot: iso(-9),
    until: iso(0),
    count: 10,
    state: 'skipped',
    why: 'paused',
    message: '',
    cause: null,
    run: null,
    runStatus: null,
    decidedAt: iso(0),
  } as const;
  const step = nextStep(givenRecord({ lastSlot }), look(3000, { downUntil: at(3000) }));
  expect(step).toMatchObject({ rows: [{ slot: iso(1), why: 'server-down', count: 1998 }] });
});

test('while it is paused nothing is caught up', () => {
  const step = nextStep(givenRecord({ paused: true, catchUp: 'all' }), look(3));
  expect(step).toMatchObject({ kind: 'rows', rows: [{ why: 'paused' }, { why: 'paused' }, { why: 'paused' }] });
});
