import { expect } from 'vitest';
import { isTerminal } from '../../../../core/run.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import { heldRuns } from '../../../../functions/stores/runs/held.ts';
import { queue, readPlaces } from '../../../../functions/stores/runs/places.ts';
import { parseRun, runKey } from '../../../../functions/stores/runs/record.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';

/** The runs as they are, once it is sure that queue, held ones and places say of each what its record says, and that no more are under way than may be. */
export async function expectAccounts(table: Table, runIds: readonly string[], maxRuns: number): Promise<RunRecord[]> {
  const rows = await Promise.all(runIds.map((id) => table.get(runKey(id))));
  const records = rows.flatMap((row) => row ?? []).map(parseRun);
  const waiting: string[] = [];
  for await (const { runId } of queue(table)) waiting.push(runId);
  for await (const { runId } of heldRuns(table)) waiting.push(runId);
  const held = (await readPlaces(table)).flatMap(({ number, lease }) => (lease ? [[lease.runId, number]] : []));
  const alive = records.filter(({ status }) => !isTerminal(status));
  const [admitted, queued] = [alive.filter(({ admittedAt }) => admittedAt !== null), alive.filter(({ admittedAt }) => admittedAt === null)];
  expect(records.map(({ id }) => id)).toEqual(runIds);
  expect(waiting.toSorted()).toEqual(queued.map(({ id }) => id).toSorted());
  expect(Object.fromEntries(held)).toEqual(Object.fromEntries(admitted.map(({ id, place }) => [id, place])));
  expect(held.length).toBeLessThanOrEqual(maxRuns);
  return records;
}
