import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import type { SlotBook } from '../../ports/slot-book.ts';
import type { Key, Table } from '../../ports/table.ts';
import { hashOf, newCode } from '../attempts/secrets.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';
import { newId } from '../ids.ts';
import { slotJobKey, slotRecord } from '../warm-slots.ts';

/** A slot as the launcher that keeps it sees it. */
const keptSlot = slotRecord.extend({
  /** From which task definition its task was started; after a deployment that is not the newest any more. */
  taskDefinition: z.string(),
  /** To which run it was offered, and when; `runId` is set once it took the run. */
  offer: z.object({ runId: z.string(), at: instant }).nullable(),
});

/** Rows read at once; there are as many as slots are kept, and one for each that serves a run. */
const page = 1_000;

/** The book as rows of the table. */
export function createSlotBook({ table, now }: { table: Table; now: () => Date }): SlotBook {
  return {
    jobKey: slotJobKey,
    list: async () => {
      const { rows } = await table.query({ pk: pool, limit: page });
      return rows.map(({ sk, body }) => ({ ...keptSlot.parse(body), slot: sk }));
    },
    open: async ({ size, taskDefinition }) => {
      const slot = newId('slot');
      const secret = newCode();
      const body = { secretHash: hashOf(secret), state: 'idle' as const, runId: null, taskArn: null, size, startedAt: now().toISOString() };
      await table.put({ ...keyOf(slot), body: keptSlot.parse({ ...body, taskDefinition, offer: null }) }, { kind: 'absent' });
      return { slot, secret };
    },
    placed: async (slot, taskArn) => void (await rewrite(table, slot, (row) => ({ ...row, taskArn }))),
    offer: (slot, runId) =>
      rewrite(table, slot, (row) => (row.state === 'idle' ? { ...row, state: 'taken', offer: { runId, at: now().toISOString() } } : null)),
    took: async (slot) => void (await rewrite(table, slot, (row) => (row.offer === null ? null : { ...row, runId: row.offer.runId }))),
    retire: async (slot) => {
      const row = await read(table, slot);
      if (row?.body.state !== 'idle') return false;
      return table.remove(keyOf(slot), { kind: 'revision', revision: row.revision });
    },
    close: async (slot) => void (await table.remove(keyOf(slot), { kind: 'none' })),
  };
}

const pool = 'POOL';

function keyOf(slot: string): Key {
  return { pk: pool, sk: slot };
}

function read(table: Table, slot: string): Promise<Stored<z.infer<typeof keptSlot>> | null> {
  return readRow(table, keyOf(slot), keptSlot);
}

/** False when there is nothing to change, or somebody else changed it first. */
async function rewrite(
  table: Table,
  slot: string,
  change: (row: z.infer<typeof keptSlot>) => z.infer<typeof keptSlot> | null,
): Promise<boolean> {
  const row = await read(table, slot);
  const next = row && change(row.body);
  if (!row || !next) return false;
  return table.put({ ...keyOf(slot), body: next }, { kind: 'revision', revision: row.revision });
}
