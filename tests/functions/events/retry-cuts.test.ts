import { expect, test } from 'vitest';
import { expectEnd, givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';
import { reportOf } from '../workflow/played-runner.ts';
import { Cut } from './cut.ts';

/** What happens between two attempts, each cut in turn. */
const steps = {
  /** The first attempt is ended, and the run held. */
  finish: ({ flow }: Scene) => flow.work(),
  /** The pause is over: the run comes into the queue, to its place, and to the workflow. */
  admit: ({ flow }: Scene) => flow.steps.admit({ again: { at: new Date(flow.clock.ms).toISOString() } }),
} as const;

interface Scene {
  flow: Flow;
  runId: string;
}

/** A run that came as far as `step` of its first attempt's end, which is killed behind its write of that number; null when it has no such write. */
async function givenCut(step: keyof typeof steps, write: number): Promise<Scene | null> {
  const cut = new Cut();
  const flow = givenFlow({ wrapTable: cut.table, wrapBucket: cut.bucket });
  const { runId, runner } = await givenRunning(flow, { retry: { attempts: 2, backoffSec: 30, jitter: 0 } });
  await runner.report(reportOf(runId, { exitCode: 3 }));
  if (step === 'admit') {
    await steps.finish({ flow, runId });
    flow.clock.ms += 31_000;
  }
  cut.behind(write);
  await steps[step]({ flow, runId }).catch(() => null);
  const wasCut = cut.isDead;
  cut.heal();
  return wasCut ? { flow, runId } : null;
}

test.each([
  ['finish', 1],
  ['admit', 2],
] as const)('cut at any place of %s, a run has its next attempt, and no more than that', async (step, places) => {
  for (let write = 1; ; write++) {
    const scene = await givenCut(step, write);
    if (scene === null) return expect(write).toBeGreaterThan(places);
    const { flow, runId } = scene;
    await flow.pass(125);
    expect(await flow.record(runId)).toMatchObject({ status: 'STARTING', attempt: 2, attempts: [{ attempt: 1, reason: 'exit-nonzero' }] });
    expect(flow.sandboxes.all).toHaveLength(2);
    const runner = flow.runner(runId);
    await runner.claimRun();
    await flow.work();
    await runner.report(reportOf(runId, {}, 2));
    await flow.work();
    await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
  }
});
