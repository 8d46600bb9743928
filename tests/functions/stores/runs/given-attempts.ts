import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RetryPolicy } from '../../../../core/schemas/retry.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();
const folder = temporaryFolder('attempts');
const opened: { close(): void }[] = [];
afterAll(() => {
  for (const table of opened) table.close();
});

/** The runs of a table of their own, with a clock that the test moves. */
export function given(wrap = (table: Table) => table, owner = 'own') {
  const table = openTable(join(folder, `${opened.length}.db`));
  opened.push(table);
  const clock = { ms: Date.parse('2026-03-01T12:00:00Z') };
  const how = { table: wrap(table), maxRuns: 4, now: () => new Date(clock.ms) };
  return { table, clock, runs: runsOf(owner, how), of: (other: string) => runsOf(other, { ...how, table }) };
}

export const retry: RetryPolicy = { attempts: 3, backoffSec: 60, jitter: 0 };

/** A run whose script was released. */
export async function givenRunning(runs: Runs, policy: RetryPolicy = retry, at = new Date()): Promise<string> {
  const { record } = await runs.create(newRun({ retry: policy }), null, []);
  await runs.started(record.id, at, { bootedMs: 3 });
  return record.id;
}
