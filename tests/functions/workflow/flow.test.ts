import { expect, test } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { withDefaults } from '../../../core/schemas/limits.ts';
import { expectEnd, givenRunning } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import { codeOf, reportOf } from './played-runner.ts';

test('a run whose all goes well is launched, claimed, run and finished, once each', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  expect(await flow.record(runId)).toMatchObject({ status: 'RUNNING' });
  expect((await runner.report(reportOf(runId))).status).toBe(200);
  await flow.work();
  expect(flow.machine.of(runId).transitions).toEqual(['Launch', 'Run', 'Finish', 'ended']);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a report that comes before the token of Run completes Run as soon as it is there', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const runner = flow.runner(runId);
  await runner.claimRun();
  await runner.report(reportOf(runId));
  expect(flow.machine.of(runId).state).toBe('Run');
  await flow.work();
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a report that comes twice is taken once', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId));
  expect((await runner.report(reportOf(runId, { exitCode: 3 }))).status).toBe(200);
  await flow.work();
  expect((await runner.report(reportOf(runId, { exitCode: 4 }))).status).toBe(200);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a run that is canceled before it was claimed ends without a script, and its claim is refused', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const runner = flow.runner(runId);
  await flow.cancel(runId);
  expect(codeOf(await runner.claimRun())).toBe('claim-refused');
  await flow.work();
  expect(flow.sandboxes.isAlive(flow.sandboxes.newest(runId))).toBe(false);
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('a run that is canceled before its launch is not launched at all', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.cancel(runId);
  await flow.work();
  expect(flow.sandboxes.all).toEqual([]);
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('a report after a cancel says what became of the script, and the run is canceled', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await flow.cancel(runId, 2);
  expect((await runner.beat()).body).toEqual({ watched: false, stop: { graceSec: 2 } });
  await runner.report(reportOf(runId, { endedBy: 'canceled', exitCode: null, signal: 15 }));
  await flow.work();
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('a canceled run whose runner does not hear is stopped with its sandbox', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { graceSec: null });
  await flow.cancel(runId);
  await flow.pass(140, () => runner.beat());
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('two runners of one run: the first one has it, the other one is refused', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const [first, second] = [flow.runner(runId), flow.runner(runId)];
  const answers = await Promise.all([first.claimRun(), second.claimRun()]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test('a launch that is tried again makes a new code, and the sandbox of the old one is refused', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const old = flow.runner(runId);
  await flow.stopped(runId, { stopCode: 'TaskFailedToStart', stoppedReason: 'Capacity is unavailable at this time.' });
  await flow.work();
  expect(flow.sandboxes.all).toHaveLength(2);
  expect(codeOf(await old.claimRun())).toBe('claim-refused');
  expect((await flow.runner(runId).claimRun()).status).toBe(200);
});

test('a step that is called twice launches one sandbox', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const { token } = flow.machine.of(runId);
  await flow.steps.launch({ runId, attempt: 1, token });
  expect(flow.sandboxes.all).toHaveLength(1);
  expect((await flow.runner(runId).claimRun()).status).toBe(200);
});

test('no capacity is tried again, and a run that never gets any ends as not started', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  flow.sandboxes.refusals.push(new AppError('no-capacity'));
  await flow.work();
  expect(flow.sandboxes.all).toHaveLength(1);
  const other = await flow.submit();
  flow.sandboxes.refusals.push(...Array.from({ length: 9 }, () => new AppError('no-capacity', 'ECS has no room.')));
  await flow.work();
  expect(await flow.record(other)).toMatchObject({
    status: 'CRASHED',
    reason: 'start-failed',
    message: expect.stringContaining('ECS has no room'),
  });
  expect(await flow.record(runId)).toMatchObject({ status: 'STARTING' });
  // Of ten tries only the run that got nothing counts.
  expect(flow.figures.filter(([name]) => name === 'launchesFailed')).toEqual([['launchesFailed', 1]]);
});

test('a sandbox that cannot be started ends the run with the reason', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  flow.sandboxes.refusals.push(new AppError('start-failed', 'the image is not there.'));
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'start-failed' });
  expect((await flow.record(runId)).message).toContain('the image is not there');
});

test('a sandbox that never claims ends as a start that took too long', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.pass(320);
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'start-timeout' });
  expect(await flow.sandboxes.living()).toEqual([]);
});

test('a claim that comes after its start was given up is refused', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  flow.clock.ms += 301_000;
  expect(codeOf(await flow.runner(runId).claimRun())).toBe('claim-refused');
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'start-timeout' });
});

test('a runner that falls silent while its sandbox lives is stopped, and its run is lost', async () => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  await flow.pass(90);
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expect(await flow.sandboxes.living()).toEqual([]);
});

test('a runner that goes on past the time limit of its run is stopped, and the run timed out', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { limits: withDefaults({ timeoutSec: 20, graceSec: 1 }) });
  await flow.pass(160, () => runner.beat());
  await expectEnd(flow, runId, { status: 'TIMED_OUT', reason: 'timeout' });
});

test.each([
  ['past its time limit and its grace has timed out', 21_001, { status: 'TIMED_OUT', reason: 'timeout' }],
  ['before that is lost', 21_000, { status: 'CRASHED', reason: 'lost' }],
])('a run whose sandbox was stopped from outside %s, as its runner measured it', async (_, wallMs, end) => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { limits: withDefaults({ timeoutSec: 20, graceSec: 1 }) });
  const report = reportOf(runId, { endedBy: 'lost', exitCode: null, signal: 9 });
  await runner.report({ ...report, metrics: { ...report.metrics, wallMs } });
  await flow.work();
  await expectEnd(flow, runId, end);
});

test('the end of a run gives its place to the next one', async () => {
  const flow = givenFlow({ maxRuns: 1 });
  const { runId, runner } = await givenRunning(flow);
  const next = await flow.submit();
  expect(await flow.record(next)).toMatchObject({ status: 'QUEUED' });
  await runner.report(reportOf(runId));
  await flow.work();
  expect(await flow.record(next)).toMatchObject({ status: 'STARTING' });
  expect(flow.sandboxes.newest(next)).toMatchObject({ runId: next });
});
