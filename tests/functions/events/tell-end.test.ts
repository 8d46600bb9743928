import { expect, test } from 'vitest';
import { executionEnded } from '../../../functions/events/execution-ended.ts';
import { expectEnd, givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';
import { reportOf } from '../workflow/played-runner.ts';

/** A run whose workflow died, so that nobody of it is left to tell of its end. */
async function givenDead(flow: Flow, script = 'report'): Promise<string> {
  const { runId } = await givenRunning(flow, { script });
  flow.machine.of(runId).state = 'failed';
  return runId;
}

const aborted = (flow: Flow, runId: string) => executionEnded(flow.services, { detail: { name: `${runId}-1`, status: 'ABORTED' } });

function expectTold(flow: Flow, runId: string): void {
  expect(flow.told.map((alert) => [alert.runId, alert.status, alert.subject])).toEqual([[runId, 'CRASHED', 'Runlet: report CRASHED']]);
}

test('a run that the second recorder ends is told of once, however often the event comes', async () => {
  const flow = givenFlow();
  const runId = await givenDead(flow);
  await aborted(flow, runId);
  await aborted(flow, runId);
  await flow.pass(70);
  expectTold(flow, runId);
});

test('a run that the sweep ends is told of once', async () => {
  const flow = givenFlow();
  const runId = await givenDead(flow);
  await flow.pass(240);
  await aborted(flow, runId);
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expectTold(flow, runId);
});

test('a run that another has ended and told of is not told of again by its own state Finish', async () => {
  const flow = givenFlow();
  const runId = await givenDead(flow);
  await aborted(flow, runId);
  expect(await flow.steps.finish({ runId, attempt: 1 })).toEqual({ alert: null });
  expectTold(flow, runId);
});

test('a run that another ends while the sweep stops its sandbox is told of by that one alone', async () => {
  const flow = givenFlow();
  const runId = await givenDead(flow);
  flow.clock.ms += 200_000;
  flow.meanwhile.do = async () => {
    flow.meanwhile.do = async () => null;
    await aborted(flow, runId);
  };
  await flow.sweep();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expectTold(flow, runId);
});

test('a run that waited too long for a place is told of', async () => {
  const flow = givenFlow({ maxRuns: 1 });
  const { runner } = await givenRunning(flow);
  const runId = await flow.submit({ queueTimeoutSec: 30, script: 'report' });
  await flow.pass(125, () => runner.beat());
  expectTold(flow, runId);
});

test('a run that its workflow ends is told of by that alone', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId, { exitCode: 1 }));
  await flow.work();
  await aborted(flow, runId);
  await flow.pass(70);
  expect([flow.machine.of(runId).alert?.status, flow.told]).toEqual(['FAILED', []]);
});

test('a run that ends well by a report that nobody waited for alarms nobody', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  flow.machine.of(runId).state = 'failed';
  await runner.report(reportOf(runId));
  await flow.pass(90);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
  expect(flow.told).toEqual([]);
});

test('an alert that cannot be sent keeps no run from ending and no other from its place, and the operator is told', async () => {
  const flow = givenFlow({ maxRuns: 1 });
  const runId = await givenDead(flow);
  const next = await flow.submit();
  flow.services.alerts.publish = async () => Promise.reject(new Error('the topic is gone'));
  await aborted(flow, runId);
  expect((await flow.record(runId)).status).toBe('CRASHED');
  expect((await flow.record(next)).status).toBe('STARTING');
  expect(flow.logged.map(({ message }) => message)).toContain('nobody could be told how a run ended');
});
