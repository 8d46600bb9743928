import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { instant, sha256 } from '../../core/schemas/json.ts';
import type { Key, Table } from '../ports/table.ts';
import { readRow } from './change.ts';
import { isSecretOf } from './attempts/secrets.ts';

/**
 * A warm slot: a task that waits for a run. The launcher that keeps slots writes these rows (`POOL | slot`), moves them from `idle`
 * to `taken` conditionally, writes the run's id and claim code to `slotJobKey`, and removes the row when the task is gone. A slot
 * serves one run.
 */
export const slotRecord = z.object({
  /** SHA-256, hexadecimal, of the secret that the slot's task was started with. */
  secretHash: sha256,
  state: z.enum(['idle', 'taken']),
  runId: z.string().nullable(),
  /** By which the launcher names the slot's sandbox. */
  taskArn: z.string().nullable(),
  /** vCPU and MiB that the task has. */
  size: z.object({ cpu: z.number(), memoryMiB: z.number() }),
  startedAt: instant,
});
export type SlotRecord = z.infer<typeof slotRecord>;

/** The slots as their tasks see them. */
export interface WarmSlots {
  /** Holds a slot's secret against its row. @throws AppError `claim-refused` for a slot that is not there or another secret. */
  authorized(slot: string, secret: string): Promise<SlotRecord>;
  /** The run that was given to the slot; null for none, and for no slot. */
  runOf(slot: string): Promise<string | null>;
}

function slotKey(slot: string): Key {
  return { pk: 'POOL', sk: slot };
}

/** Where a slot's run is told to it. */
export function slotJobKey(slot: string): string {
  return `pool/${slot}/job.json`;
}

export function createWarmSlots({ table }: { table: Table }): WarmSlots {
  return {
    authorized: async (slot, secret) => {
      const row = await readRow(table, slotKey(slot), slotRecord);
      if (!row || !isSecretOf(secret, row.body.secretHash)) throw new AppError('claim-refused');
      return row.body;
    },
    runOf: async (slot) => (await readRow(table, slotKey(slot), slotRecord))?.body.runId ?? null,
  };
}
