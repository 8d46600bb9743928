import { isTerminal } from '../../../core/run.ts';
import type { Table, Write } from '../../ports/table.ts';
import { change, readRow } from '../change.ts';
import { lookAt } from '../schedules/look-at.ts';
import { scheduleKey, scheduleRecord, scheduleRow, slotKey, slotRecord } from '../schedules/record.ts';
import type { ScheduleRecord, SlotRecord } from '../schedules/record.ts';
import type { RunRecord } from '../runs/record.ts';
import { slotRow } from './rows.ts';
import type { LedgerContext } from './rows.ts';
import { declinedText } from './slot-text.ts';

/** Notes in the row of its slot how a run has ended. A run of no slot, a run that is still under way, and a row that another run has taken over by now are left alone;
 *  noting twice is noting once. */
export async function noteEnd(table: Table, context: LedgerContext, record: RunRecord): Promise<void> {
  const { schedule, slot } = record.trigger;
  if (schedule === undefined || slot === undefined || !isTerminal(record.status)) return;
  await change(table, async () => {
    const found = await readRow(table, slotKey(schedule, slot), slotRecord);
    if (found?.body.run !== record.id || found.body.runStatus === record.status) return { writes: [], value: null };
    const row = withEnd(found.body, record);
    const condition = { kind: 'revision', revision: found.revision } as const;
    const writes: Write[] = [{ kind: 'put', row: slotRow(row, context), condition }, ...(await scheduleWrites(table, record, row))];
    return { writes, value: null };
  });
}

function withEnd(row: SlotRecord, { status, reason }: RunRecord): SlotRecord {
  const declined = { state: 'skipped', why: 'declined', message: declinedText } as const;
  return { ...row, runStatus: status, ...(reason === 'trigger-declined' ? declined : {}) };
}

/** The schedule shows its last slot and knows which of its runs are under way; most ends concern one of the two. */
async function scheduleWrites(table: Table, run: RunRecord, row: SlotRecord): Promise<Write[]> {
  const found = await readRow(table, scheduleKey(row.scheduleId), scheduleRecord);
  if (found === null) return [];
  const { body, revision } = found;
  const isLast = body.lastSlot?.run === run.id;
  const isKnown = [...body.underWay, ...(body.backfilling ?? [])].includes(run.id);
  if (!isLast && !isKnown) return [];
  const { scheduleId: _scheduleId, ...lastSlot } = row;
  const next: ScheduleRecord = {
    ...body,
    underWay: body.underWay.filter((id) => id !== run.id),
    backfilling: (body.backfilling ?? []).filter((id) => id !== run.id),
    lastSlot: isLast ? lastSlot : body.lastSlot,
  };
  return [{ kind: 'put', row: scheduleRow(next, lookAt(next)), condition: { kind: 'revision', revision } }];
}
