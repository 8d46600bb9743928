import type { Page } from '../../../core/schemas/paging.ts';
import type { ScheduleStatus } from '../../../core/schemas/schedule.ts';
import type { Query, Table } from '../../ports/table.ts';
import { readable } from '../readable.ts';
import type { Log } from '../readable.ts';
import { scheduleRecord } from './record.ts';
import type { ScheduleRecord } from './record.ts';
import { statusOf } from './status.ts';

/** A rare status must not make one request read the whole list: after this many reads the page is short. */
const maxReads = 10;

/** A page of schedules, newest first; a page may be short, its cursor goes on. */
export async function listSchedules(
  { table, now, log }: { table: Table; now: Date; log?: Log | undefined },
  {
    scriptId,
    status,
    limit = 50,
    cursor,
  }: { scriptId?: string | undefined; status?: ScheduleStatus | undefined; limit?: number | undefined; cursor?: string | undefined },
): Promise<Page<ScheduleRecord>> {
  const place =
    scriptId === undefined ? ({ index: 'runs', pk: 'SCHEDULES' } as const) : ({ index: 'script', pk: `SCH-OF#${scriptId}` } as const);
  const items: ScheduleRecord[] = [];
  let next = cursor;
  for (let reads = 0; reads < maxReads && items.length < limit; reads += 1) {
    const query: Query = { ...place, descending: true, limit: limit - items.length, ...(next === undefined ? {} : { cursor: next }) };
    const page = await table.query(query);
    const records = readable(page.rows, scheduleRecord, log);
    items.push(...records.filter((record) => status === undefined || statusOf(record, now) === status));
    if (page.cursor === null) return { items, nextCursor: null };
    next = page.cursor;
  }
  return { items, nextCursor: next ?? null };
}
