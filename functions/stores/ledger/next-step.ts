import { dueBetween } from '../schedules/due.ts';
import { overdueSec } from '../schedules/record.ts';
import type { ScheduleRecord, SlotRecord } from '../schedules/record.ts';
import { goneTexts } from './slot-text.ts';
import type { Gone } from './slot-text.ts';

/** A slot older than this is not run late any more: by then it is missed, and the catch-up policy decides. */
export const lateMs = 3600_000;
/** A slot that came due so shortly before the server was there again is run late and not missed. */
const graceMs = 60_000;
/** Rows of single slots that one stretch of missed slots gets at most; what is older is one row. */
const rowsOfStretch = 1000;
/** Due times looked at in one step: thousands, so that a long stretch has few steps; but whoever shares the process waits for each step. */
const lookedAt = 3000;
/** Slots of one transaction, which takes a hundred writes. */
const together = 90;
/** How many missed slots each policy runs. */
const caughtUp = { none: 0, latest: 1, all: 100 } as const satisfies Record<ScheduleRecord['catchUp'], number>;

/** How a schedule's slots are looked at. */
export interface Look {
  now: Date;
  /** Up to which instant each slot is to get its row. */
  through: Date;
  /** The slot whose own event calls for this. */
  event: Date | null;
  /** Until when nobody was there to run anything; null where somebody always is. */
  downUntil: Date | null;
}

/** What is to be done next, so that the slots get their rows in their order. */
export type Step =
  | { kind: 'settled' }
  | { kind: 'rows'; rows: SlotRecord[]; settledThrough: string }
  | { kind: 'run'; slot: string; cause: 'due' | 'late' | 'catch-up'; isOverdue: boolean };

/** The next step from what the schedule's row says; nothing but the row is remembered between two steps, so anybody may do the next one. */
export function nextStep(record: ScheduleRecord, look: Look): Step {
  const settled = new Date(record.settledThrough);
  const [first] = dueBetween(record, settled, look.through, 1);
  if (first === undefined) return { kind: 'settled' };
  // What comes behind one that is not gone is not gone either.
  if (whyGone(record, first, look) === null) return liveStep(first, look);
  const gone = dueBetween(record, settled, look.through, lookedAt).flatMap((at) => {
    const why = whyGone(record, at, look);
    return why === null ? [] : [{ at, why }];
  });
  if (gone.length > rowsOfStretch) return stretchStep(record, gone.slice(0, -rowsOfStretch), look);
  const toRun = record.paused ? 0 : caughtUp[record.catchUp];
  const rows = gone.slice(0, Math.min(Math.max(0, gone.length - toRun), together)).map((one) => rowOf(record, one, look));
  const last = rows.at(-1);
  if (last === undefined) return { kind: 'run', slot: first.toISOString(), cause: 'catch-up', isOverdue: false };
  return { kind: 'rows', rows, settledThrough: last.slot };
}

function whyGone({ paused }: ScheduleRecord, at: Date, { now, downUntil }: Look): Gone | null {
  if (paused) return 'paused';
  if (downUntil && at.getTime() < downUntil.getTime() - graceMs) return 'server-down';
  return at.getTime() < now.getTime() - lateMs ? 'overdue' : null;
}

function liveStep(slot: Date, { now, event }: Look): Step {
  const isOverdue = now.getTime() - slot.getTime() >= overdueSec * 1000;
  const isDue = event?.getTime() === slot.getTime() && !isOverdue;
  return { kind: 'run', slot: slot.toISOString(), cause: isDue ? 'due' : 'late', isOverdue };
}

interface GoneSlot {
  at: Date;
  why: Gone;
}

function rowOf({ id }: ScheduleRecord, { at, why }: GoneSlot, { now }: Look): SlotRecord {
  return {
    scheduleId: id,
    slot: at.toISOString(),
    until: null,
    count: 1,
    state: why === 'paused' ? 'skipped' : 'missed',
    why,
    message: goneTexts[why],
    cause: null,
    run: null,
    runStatus: null,
    decidedAt: now.toISOString(),
  };
}

/** One row for as many slots as have the same reason; it takes in the row of the step before, if that was such a row. */
function stretchStep(record: ScheduleRecord, gone: readonly GoneSlot[], look: Look): Step {
  const [first] = gone;
  const same = gone.filter(({ why }) => why === first?.why);
  const last = same.at(-1);
  if (first === undefined || last === undefined) return { kind: 'settled' };
  const before = record.lastSlot;
  const widened = before !== null && before.until === record.settledThrough && before.why === first.why ? before : null;
  const count = same.length + (widened?.count ?? 0);
  const row: SlotRecord = {
    ...rowOf(record, first, look),
    slot: widened?.slot ?? first.at.toISOString(),
    until: last.at.toISOString(),
    count,
    message: `${count} slots: ${goneTexts[first.why]}`,
  };
  return { kind: 'rows', rows: [row], settledThrough: last.at.toISOString() };
}
