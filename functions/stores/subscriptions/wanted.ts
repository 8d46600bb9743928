import * as z from 'zod';
import type { Table } from '../../ports/table.ts';
import { changesKey } from './record.ts';

/** What all subscriptions want together, in the row that each change of one moves. */
export const wanted = z.object({ success: z.boolean().default(false) });

/** Whether anybody wants to hear of runs that end well. The end of each such run asks, so it is one read of one row. */
export async function successWanted(table: Table): Promise<boolean> {
  const row = await table.get(changesKey);
  return row !== null && wanted.parse(row.body).success;
}
