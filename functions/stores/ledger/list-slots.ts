import type { Page } from '../../../core/schemas/paging.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import { slot as slotSchema } from '../../../core/schemas/schedule.ts';
import type { Query, Table } from '../../ports/table.ts';
import type { Stored } from '../change.ts';
import { readable } from '../readable.ts';
import { scheduleKey } from '../schedules/record.ts';
import type { SlotRecord } from '../schedules/record.ts';
import { isGone, parseSlot, slotPrefix } from './rows.ts';
import type { LedgerContext } from './rows.ts';

/** Which slots are listed: `from` itself and later, before `to`; 50 unless said otherwise. */
export interface SlotFilter {
  state?: Slot['state'] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** A rare state must not make one request read a whole ledger: after this many reads the page is short, and its cursor goes on. */
const maxReads = 20;

/** A page of slots, newest first. @throws AppError `bad-request` for a cursor of another query. */
export async function listSlots(table: Table, context: LedgerContext, scheduleId: string, filter: SlotFilter): Promise<Page<Slot>> {
  const { state, from, to, limit = 50 } = filter;
  const query: Omit<Query, 'limit'> = {
    pk: scheduleKey(scheduleId).pk,
    from: slotPrefix + (from === undefined ? '' : new Date(from).toISOString()),
    below: slotPrefix + (to === undefined ? '~' : new Date(to).toISOString()),
    descending: true,
  };
  const items: Slot[] = [];
  let cursor = filter.cursor;
  for (let reads = 0; reads < maxReads && items.length < limit; reads += 1) {
    const page = await table.query({ ...query, limit: limit - items.length, cursor });
    const slots = readable(
      page.rows.filter((row) => !isGone(row, context)),
      slotSchema,
      context.log,
    );
    items.push(...slots.filter((one) => state === undefined || one.state === state));
    if (page.cursor === null) return { items, nextCursor: null };
    cursor = page.cursor;
  }
  return { items, nextCursor: cursor ?? null };
}

/** The rows of slots from `from` and before `to`, by slot. */
export async function slotsBetween(table: Table, scheduleId: string, from: Date, to: Date): Promise<Map<string, Stored<SlotRecord>>> {
  const found = new Map<string, Stored<SlotRecord>>();
  const range = { pk: scheduleKey(scheduleId).pk, from: slotPrefix + from.toISOString(), below: slotPrefix + to.toISOString() };
  let cursor: string | undefined;
  do {
    const page = await table.query({ ...range, limit: 1000, cursor });
    for (const row of page.rows) {
      const body = parseSlot(row);
      if (body.until === null) found.set(body.slot, { body, revision: row.revision });
    }
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
