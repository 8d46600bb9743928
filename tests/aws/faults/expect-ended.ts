import { expect } from 'vitest';
import { readPlaces } from '../../../functions/stores/runs/places.ts';
import type { Client } from '../../../client/index.ts';
import type { Run } from '../../../core/schemas/run.ts';
import { ended, expectSentence } from '../../scenarios/stories.ts';
import { deployedTable } from '../harness/deployed-table.ts';
import type { Deployed } from '../harness/deployed.ts';

/** The longest that a run may stay without its end once its sandbox is gone, in seconds. */
export const bound = 90;

/** Waits for the run's end, which has to be this one and to have come within so many seconds of a moment. */
export async function expectEnded(runlet: Client, run: Run, how: Partial<Run>, since: number, withinSec = bound): Promise<Run> {
  const last = await ended(runlet, run);
  expect(last, `${last.status}: ${last.message}`).toMatchObject(how);
  expectSentence(last.message);
  expect((new Date(last.endedAt ?? '').getTime() - since) / 1000).toBeLessThan(withinSec);
  return last;
}

/** A run that has ended holds no place, so that others may begin. */
export async function expectPlaceFree(installation: Deployed, { id }: Run): Promise<void> {
  const table = deployedTable(installation);
  const holders = async () => (await readPlaces(table)).map(({ lease }) => lease?.runId);
  await expect.poll(holders, { timeout: 20_000 }).not.toContain(id);
}

/** How many calls like this one the API was asked and answered well. */
export async function answered({ calls }: Deployed, operation: string): Promise<number> {
  return (await calls()).filter((call) => call.operation === operation && call.status >= 200 && call.status < 300).length;
}
