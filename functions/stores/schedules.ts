import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { ScheduleStatus } from '../../core/schemas/schedule.ts';
import type { Condition, Row, Table, Write } from '../ports/table.ts';
import type { KeptSchedule } from '../ports/timer.ts';
import { change, readRow } from './change.ts';
import type { Decision, Stored } from './change.ts';
import { newId } from './ids.ts';
import type { Log } from './readable.ts';
import { nextDue } from './schedules/due.ts';
import { listSchedules } from './schedules/list.ts';
import { lookAt } from './schedules/look-at.ts';
import { asKept, scheduleKey, scheduleRecord, scheduleRow } from './schedules/record.ts';
import type { ScheduleRecord, Timing } from './schedules/record.ts';
import { readUntold } from './schedules/untold.ts';

/** What a person decides of a schedule; all else follows from it and from what happens. */
export type ScheduleWish = Timing &
  Pick<ScheduleRecord, 'scriptId' | 'script' | 'description' | 'rate' | 'version' | 'overlap' | 'catchUp' | 'settings' | 'paused'>;

/** Which schedules are listed; `limit` is 50 unless said otherwise. */
export interface ScheduleFilter {
  scriptId?: string | undefined;
  status?: ScheduleStatus | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** What runs at due times. Whoever changes a schedule here tells its timer afterwards (`tellTimer`). */
export interface Schedules {
  /** A schedule whose slots begin now, not yet known to its timer. @param by id of the actor. */
  create(wish: ScheduleWish, by: string): Promise<ScheduleRecord>;
  /** As the table holds it now, also when it was removed; null when there is none. */
  find(id: string): Promise<Stored<ScheduleRecord> | null>;
  /** @throws AppError `not-found`, also when it was removed. */
  require(id: string): Promise<ScheduleRecord>;
  /** Newest first. */
  list(filter: ScheduleFilter): Promise<Page<ScheduleRecord>>;
  /** Changes it from now on. Null, and nothing written, while slots up to now have no rows: settle them and ask again.
   *  @param wanted gives what is to become of the schedule as it is; throws what is to be refused. @throws AppError `not-found conflict`. */
  update(id: string, wanted: (before: ScheduleRecord) => ScheduleWish): Promise<ScheduleRecord | null>;
  /** It fires no more and is shown no more; its row stays until its timer is told. @throws AppError `not-found conflict`. */
  remove(id: string): Promise<ScheduleRecord>;
  /** Whether there is a row of it that cannot be read: it neither fires nor is shown, and all that can be done is to drop it. */
  isUnreadable(id: string): Promise<boolean>;
  /** Takes the row away, if it cannot be read; its timer must have been told before. */
  dropUnreadable(id: string): Promise<void>;
  /** Notes that the timer keeps this; of a removed schedule, that it is forgotten, which ends the row. True unless the row says something else by now, which must be told anew. */
  told(id: string, kept: KeptSchedule | null): Promise<boolean>;
  /** Has the timer told again, because it called for what is no slot or failed to call for one. */
  doubt(id: string): Promise<void>;
  /** Ids of schedules whose timers should have been told by now; found by an index, so it may be late. At most 100.
   *  @param soon also those whose writer may still be telling them: for a process that notices what another one wrote. */
  untold(soon?: boolean): Promise<string[]>;
}

export function createSchedules({ table, now, log }: { table: Table; now: () => Date; log?: Log | undefined }): Schedules {
  const find = (id: string) => readRow(table, scheduleKey(id), scheduleRecord);
  const shown = async (id: string): Promise<Stored<ScheduleRecord>> => {
    const row = await find(id);
    if (!row || row.body.removed) throw new AppError('not-found', `There is no schedule ${id}; list the schedules.`);
    return row;
  };
  return {
    find,
    require: async (id) => (await shown(id)).body,
    list: (filter) => listSchedules({ table, now: now(), log }, filter),
    untold: (soon) => readUntold({ table, now: now(), log }, soon),
    create: async (wish, by) => {
      const record = newSchedule(wish, by, now());
      await table.transact([write(record, { kind: 'absent' })]);
      return record;
    },
    update: (id, wanted) => change(table, async () => updated(await shown(id), wanted, now())),
    remove: (id) =>
      change(table, async () => {
        const { body, revision } = await shown(id);
        const value = { ...body, removed: true, timerKnows: false, updatedAt: now().toISOString() };
        return { writes: [write(value, { kind: 'revision', revision })], value };
      }),
    isUnreadable: async (id) => (await unreadable(table, id)) !== null,
    dropUnreadable: async (id) => {
      const row = await unreadable(table, id);
      if (row !== null) await table.remove(scheduleKey(id), { kind: 'revision', revision: row.revision });
    },
    told: (id, kept) => change(table, async () => told(await find(id), kept)),
    doubt: (id) =>
      change(table, async () => {
        const row = await find(id);
        if (!row?.body.timerKnows) return { writes: [], value: undefined };
        return { writes: [write({ ...row.body, timerKnows: false }, { kind: 'revision', revision: row.revision })], value: undefined };
      }),
  };
}

async function unreadable(table: Table, id: string): Promise<Row | null> {
  const row = await table.get(scheduleKey(id));
  return row === null || scheduleRecord.safeParse(row.body).success ? null : row;
}

function write(record: ScheduleRecord, condition: Condition): Write {
  return { kind: 'put', row: scheduleRow(record, lookAt(record)), condition };
}

function newSchedule(wish: ScheduleWish, createdBy: string, now: Date): ScheduleRecord {
  const at = now.toISOString();
  return {
    ...wish,
    id: newId('schedule'),
    removed: false,
    settledThrough: at,
    timerKnows: false,
    underWay: [],
    lastSlot: null,
    createdAt: at,
    createdBy,
    updatedAt: at,
  };
}

function updated(
  { body, revision }: Stored<ScheduleRecord>,
  wanted: (before: ScheduleRecord) => ScheduleWish,
  now: Date,
): Decision<ScheduleRecord | null> {
  const wish = { ...body, ...wanted(body) };
  if (isDeepStrictEqual(wish, body)) return { writes: [], value: body };
  const due = nextDue(body, new Date(body.settledThrough));
  if (due !== null && due <= now) return { writes: [], value: null };
  const value = {
    ...wish,
    timerKnows: body.timerKnows && isDeepStrictEqual(asKept(wish), asKept(body)),
    settledThrough: now.toISOString() > body.settledThrough ? now.toISOString() : body.settledThrough,
    updatedAt: now.toISOString(),
  };
  return { writes: [write(value, { kind: 'revision', revision })], value };
}

function told(row: Stored<ScheduleRecord> | null, kept: KeptSchedule | null): Decision<boolean> {
  if (!row) return { writes: [], value: kept === null };
  const { body, revision } = row;
  const condition = { kind: 'revision', revision } as const;
  if (body.removed) {
    if (kept !== null) return { writes: [], value: false };
    return { writes: [{ kind: 'remove', key: scheduleKey(body.id), condition }], value: true };
  }
  const same = kept !== null && isDeepStrictEqual(asKept(body), kept);
  if (body.timerKnows === same) return { writes: [], value: same };
  return { writes: [write({ ...body, timerKnows: same }, condition)], value: same };
}
