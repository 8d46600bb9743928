import { expect } from 'vitest';
import type { Flow } from './given-flow.ts';
import type { PlayedRunner } from './played-runner.ts';

/** A run whose runner has claimed it and released its script. */
export async function givenRunning(
  flow: Flow,
  changes: Parameters<Flow['submit']>[0] = {},
): Promise<{ runId: string; runner: PlayedRunner }> {
  const runId = await flow.submit(changes);
  await flow.work();
  const runner = flow.runner(runId);
  await runner.claimRun();
  await flow.work();
  await runner.started(flow.clock.ms);
  return { runId, runner };
}

/** The run has ended so, and nobody holds a place. */
export async function expectEnd(flow: Flow, runId: string, end: { status: string; reason: string | null }): Promise<void> {
  expect(await flow.record(runId)).toMatchObject(end);
  expect(await flow.stores.runs.leases()).toEqual([]);
}
