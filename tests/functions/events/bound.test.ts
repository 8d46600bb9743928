import { describe, expect, test } from 'vitest';
import { isTerminal } from '../../../core/run.ts';
import { executionEnded } from '../../../functions/events/execution-ended.ts';
import { countTable } from '../workflow/counting-table.ts';
import { runEndedMessage } from '../../../functions/workflow/run-ended.ts';
import { expectEnd, givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';
import { reportOf } from '../workflow/played-runner.ts';

/** How many seconds it takes until the run has ended, without an event, by beats and sweeps alone. */
async function secondsToEnd(flow: Flow, runId: string): Promise<number> {
  for (let seconds = 0; seconds <= 200; seconds++) {
    if (isTerminal((await flow.record(runId)).status)) return seconds;
    await flow.pass(1);
  }
  return Number.POSITIVE_INFINITY;
}

/** The worst moment: right behind a sweep. */
async function givenJustSwept(flow: Flow, each: () => Promise<unknown>): Promise<void> {
  await flow.pass(60 - (Math.floor(flow.clock.ms / 1000) % 60), each);
}

describe('a run whose sandbox is gone without a word has ended within 90 seconds', () => {
  test('while its script runs', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.pass(20, () => runner.beat());
    await givenJustSwept(flow, () => runner.beat());
    flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
    expect(await secondsToEnd(flow, runId)).toBeLessThanOrEqual(90);
    await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  });

  test('before it was claimed', async () => {
    const flow = givenFlow();
    const runId = await flow.submit();
    await flow.pass(20);
    await givenJustSwept(flow, async () => {});
    flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
    expect(await secondsToEnd(flow, runId)).toBeLessThanOrEqual(90);
    await expectEnd(flow, runId, { status: 'CRASHED', reason: 'start-failed' });
  });

  test('when its workflow has died as well', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    flow.machine.of(runId).state = 'failed';
    await flow.pass(20, () => runner.beat());
    await givenJustSwept(flow, () => runner.beat());
    flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
    expect(await secondsToEnd(flow, runId)).toBeLessThanOrEqual(90);
    await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  });

  test('when it left its report by a grant and was killed before it could say so', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.pass(30, () => runner.beat());
    await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(JSON.stringify(reportOf(runId))));
    flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
    expect(await secondsToEnd(flow, runId)).toBeLessThanOrEqual(90);
    await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
  });
});

test('the event that its task stopped ends a run at once', async () => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  const times = { createdAt: '2026-01-01T00:00:00Z', pullStartedAt: '2026-01-01T00:00:10.5Z', pullStoppedAt: '2026-01-01T00:00:14Z' };
  await flow.stopped(runId, { stopCode: 'EssentialContainerExited', containers: [{ name: 'runner', exitCode: 137 }], ...times });
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expect((await flow.record(runId)).phases).toMatchObject({ placedMs: 10_500, pulledMs: 3500 });
});

test('a task that stopped behind its report changes nothing, and completes Run where that was missed', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId));
  await flow.stopped(runId);
  await flow.work();
  await flow.stopped(runId);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a task that stopped between its claim and the token of Run fails Run as soon as that waits', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  await flow.runner(runId).claimRun();
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  await flow.stopped(runId);
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
});

test('the image that cannot be pulled is named as the reason', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  await flow.stopped(runId, { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' });
  await flow.work();
  expect(await flow.record(runId)).toMatchObject({ reason: 'start-failed', message: expect.stringContaining('CannotPullContainerError') });
});

test('the second recorder ends a run whose execution was aborted, and stops its sandbox first', async () => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  flow.machine.of(runId).state = 'failed';
  await executionEnded(flow.services, { detail: { name: `${runId}-1`, status: 'ABORTED' } });
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expect(await flow.sandboxes.living()).toEqual([]);
});

describe('the sweep', () => {
  test('starts a run again whose function died before the workflow heard of it', async () => {
    const flow = givenFlow();
    const runId = await flow.submit();
    flow.machine.executions.clear();
    await flow.pass(95);
    expect(flow.sandboxes.newest(runId)).toMatchObject({ runId, state: 'living' });
  });

  test('ends a run whose workflow did nothing at all', async () => {
    const flow = givenFlow();
    const runId = await flow.submit();
    flow.machine.of(runId).state = 'failed';
    await flow.pass(430);
    await expectEnd(flow, runId, { status: 'CRASHED', reason: 'start-timeout' });
  });

  test('stops a sandbox whose run has ended, and no other', async () => {
    const flow = givenFlow();
    const [ended, living] = [await givenRunning(flow), await givenRunning(flow)];
    await ended.runner.report(reportOf(ended.runId));
    await flow.pass(95, () => living.runner.beat());
    expect((await flow.sandboxes.living()).map(({ runId }) => runId)).toEqual([living.runId]);
  });

  test('gives a run up that waited too long for a place', async () => {
    const flow = givenFlow({ maxRuns: 1 });
    const { runner } = await givenRunning(flow);
    const waiting = await flow.submit({ queueTimeoutSec: 30 });
    await flow.pass(95, () => runner.beat());
    expect(await flow.record(waiting)).toMatchObject({ status: 'CRASHED', reason: 'queue-timeout' });
    expect(flow.figures.filter(([name]) => name !== 'queuedRuns')).toEqual([
      ['runsEnded', 1],
      ['runsCrashed', 1],
    ]);
    expect(flow.logged).toContainEqual(
      expect.objectContaining({
        message: runEndedMessage,
        facts: expect.objectContaining({ runId: waiting, reason: 'queue-timeout', estimatedUsd: 0 }),
      }),
    );
  });

  test('tells how many runs wait, and how many it alone has ended', async () => {
    const flow = givenFlow({ maxRuns: 1 });
    const { runId } = await givenRunning(flow);
    await flow.submit();
    flow.machine.of(runId).state = 'failed';
    flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
    flow.clock.ms += 60_000;
    await flow.sweep();
    expect(flow.figures).toContainEqual(['queuedRuns', 1]);
    expect(flow.figures).toContainEqual(['runsRescued', 1]);
    expect(flow.figures).toContainEqual(['runsCrashed', 1]);
  });

  test('tells no figure while nothing waits and nothing is amiss, because a figure is paid for in each hour in which it is told', async () => {
    const flow = givenFlow();
    const { runner } = await givenRunning(flow);
    await flow.pass(120, () => runner.beat());
    expect(flow.figures).toEqual([]);
  });

  test('reads a run that is heard of once', async () => {
    const { calls, counting } = countTable();
    const flow = givenFlow({ wrapTable: counting });
    const { runId, runner } = await givenRunning(flow);
    await runner.beat();
    calls.length = 0;
    await flow.sweep();
    expect(calls.filter(({ what }) => what.includes(runId)).map(({ what }) => what)).toEqual([`query RUN#${runId}`]);
  });

  test('leaves a run alone that is heard of', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.pass(200, () => runner.beat());
    expect(await flow.record(runId)).toMatchObject({ status: 'RUNNING' });
    expect(flow.machine.of(runId).transitions).toEqual(['Launch', 'Run']);
  });
});
