import { expect, test } from 'vitest';
import { isTerminal } from '../../../core/run.ts';
import { expectEnd } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';
import type { PlayedRunner } from '../workflow/played-runner.ts';
import { reportOf } from '../workflow/played-runner.ts';
import { Cut } from './cut.ts';

interface Scene {
  flow: Flow;
  runId: string;
  /** Of the run's newest sandbox. */
  runner: () => PlayedRunner;
}

/** The steps of a run's life in their order; each is cut in turn. */
const steps = {
  launch: ({ flow }: Scene) => flow.work(),
  claim: ({ runner }: Scene) => runner().claimRun(),
  run: ({ flow }: Scene) => flow.work(),
  beat: ({ flow, runner }: Scene) => runner().started(flow.clock.ms),
  report: ({ runner, runId }: Scene) => runner().report(reportOf(runId)),
  finish: ({ flow }: Scene) => flow.work(),
} as const;
type Step = keyof typeof steps;
const order = ['launch', 'claim', 'run', 'beat', 'report', 'finish'] as const satisfies readonly Step[];

/** A run that came as far as `step`, which is killed behind its write of that number; null when it has no such write. */
async function givenCut(step: Step, write: number): Promise<Scene | null> {
  const cut = new Cut();
  const flow = givenFlow({ wrapTable: cut.table, wrapBucket: cut.bucket });
  const runId = await flow.submit();
  let known: PlayedRunner | null = null;
  const scene = { flow, runId, runner: () => (known ??= flow.runner(runId)) };
  for (const one of order) {
    if (one === step) cut.behind(write);
    await steps[one](scene);
    const wasCut = cut.isDead;
    cut.heal();
    if (one === step) return wasCut ? scene : null;
  }
  return null;
}

/** Every place at which the step can be cut. */
async function eachCut(step: Step, look: (scene: Scene) => Promise<void>): Promise<number> {
  for (let write = 1; ; write++) {
    const scene = await givenCut(step, write);
    if (scene === null) return write - 1;
    await look(scene);
  }
}

const starts = { status: 'CRASHED', reason: 'start-failed' };
const lost = { status: 'CRASHED', reason: 'lost' };
const well = { status: 'SUCCEEDED', reason: null };

/** What becomes of the run when its sandbox dies with the step, and at least how many places there are to cut. */
const withSandbox: [Step, number, { status: string; reason: string | null }[]][] = [
  ['launch', 2, [starts]],
  ['claim', 1, [starts]],
  ['run', 1, [lost]],
  ['beat', 2, [lost]],
  // Cut behind its first write, the report lies in the bucket: that is enough.
  ['report', 2, [well]],
  ['finish', 1, [well]],
];

test.each(withSandbox)('cut at any place of %s, and its sandbox with it, a run ends with the right reason', async (step, places, ends) => {
  const cuts = await eachCut(step, async ({ flow, runId }) => {
    for (const { ref } of flow.sandboxes.all) flow.sandboxes.kill(ref);
    await flow.pass(150);
    const { status, reason } = await flow.record(runId);
    expect(ends).toContainEqual({ status, reason });
    await expectEnd(flow, runId, { status, reason });
  });
  expect(cuts).toBeGreaterThanOrEqual(places);
});

/** What the runner does when it got no good answer: the same again, then on. */
async function goOn({ flow, runner, runId }: Scene, from: Step): Promise<void> {
  for (const step of order.slice(order.indexOf(from))) await steps[step]({ flow, runner, runId });
}

test.each(['claim', 'beat', 'report', 'finish'] as const)(
  'cut at any place of %s, a run whose runner tries again ends well',
  async (step) => {
    await eachCut(step, async (scene) => {
      await goOn(scene, step);
      await scene.flow.pass(70);
      await expectEnd(scene.flow, scene.runId, well);
    });
  },
);

test('cut while it is canceled, a run is canceled all the same', async () => {
  const cut = new Cut();
  const flow = givenFlow({ wrapTable: cut.table });
  const runId = await flow.submit();
  await flow.work();
  cut.behind(1);
  await expect(flow.cancel(runId)).rejects.toThrow('killed');
  cut.heal();
  await flow.pass(120);
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('a sweep that is cut leaves the rest to the next one', async () => {
  const cut = new Cut();
  const flow = givenFlow({ wrapTable: cut.table });
  const runId = await flow.submit();
  await flow.work();
  flow.machine.of(runId).state = 'failed';
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  flow.clock.ms += 60_000;
  cut.behind(1);
  await flow.sweep();
  cut.heal();
  await flow.sweep();
  expect(isTerminal((await flow.record(runId)).status)).toBe(true);
  await expectEnd(flow, runId, starts);
});
