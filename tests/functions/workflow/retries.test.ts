import { expect, test } from 'vitest';
import { executionEnded } from '../../../functions/events/execution-ended.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import { runEndedMessage } from '../../../functions/workflow/run-ended.ts';
import { expectEnd, givenRunning } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import type { Flow } from './given-flow.ts';
import type { PlayedRunner } from './played-runner.ts';
import { codeOf, reportOf } from './played-runner.ts';

const retry = { attempts: 3, backoffSec: 30, jitter: 0 };

/** A run whose first attempt has just ended by its own exit code. */
async function givenFailed(flow: Flow, changes: Partial<RunRecord> = {}) {
  const { runId, runner } = await givenRunning(flow, { retry, ...changes });
  await runner.report(reportOf(runId, { exitCode: 3 }));
  await flow.work();
  return { runId, runner };
}

/** The attempt that the run is in now is claimed and its script released. */
async function givenBegun(flow: Flow, runId: string): Promise<PlayedRunner> {
  const runner = flow.runner(runId);
  await runner.claimRun();
  await flow.work();
  await runner.started(flow.clock.ms);
  return runner;
}

const ended = (flow: Flow) => flow.logged.filter(({ message }) => message === runEndedMessage).length;
const stateOf = (flow: Flow, runId: string, attempt: number) => flow.machine.executions.get(`${runId}-${attempt}`)?.state;

test('an attempt that fails waits in its own execution, and the next one is another execution', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  expect([await flow.stores.runs.leases(), ended(flow), stateOf(flow, runId, 1)]).toEqual([[], 0, 'Backoff']);
  await flow.pass(31);
  expect(flow.machine.of(runId).transitions).toEqual(['Launch', 'Run', 'Finish', 'Backoff', 'Admit', 'ended']);
  const runner = await givenBegun(flow, runId);
  await runner.report(reportOf(runId, {}, 2));
  await flow.work();
  expect(flow.machine.of(runId, 2).transitions).toEqual(['Launch', 'Run', 'Finish', 'ended']);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
  expect([ended(flow), (await flow.record(runId)).attempts]).toMatchObject([1, [{ attempt: 1, reason: 'exit-nonzero' }]]);
});

test('after the last attempt the run ends as that one did', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  for (const attempt of [2, 3]) {
    await flow.pass(121);
    await (await givenBegun(flow, runId)).report(reportOf(runId, { exitCode: 3 + attempt }, attempt));
    await flow.work();
  }
  await expectEnd(flow, runId, { status: 'FAILED', reason: 'exit-nonzero' });
  expect([(await flow.record(runId)).exitCode, ended(flow)]).toEqual([6, 1]);
});

test('when the pause is cut off the sweep admits the run, and the event of it changes nothing', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  flow.machine.of(runId).state = 'failed';
  await executionEnded(flow.services, { detail: { name: `${runId}-1`, status: 'ABORTED' } });
  expect(await flow.record(runId)).toMatchObject({ status: 'QUEUED', attempt: 2 });
  await flow.pass(95);
  expect(stateOf(flow, runId, 2)).toBe('Launch');
});

test('a run that waits for its next attempt is canceled at once, and nothing is started', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  await flow.cancel(runId);
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
  await flow.pass(100);
  expect([stateOf(flow, runId, 1), stateOf(flow, runId, 2), flow.sandboxes.all.length]).toEqual(['ended', undefined, 1]);
});

test('a run that is canceled while its script runs has no further attempt', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { retry });
  await flow.cancel(runId);
  await runner.report(reportOf(runId, { exitCode: 1 }));
  await flow.work();
  await expectEnd(flow, runId, { status: 'FAILED', reason: 'exit-nonzero' });
});

test('a Finish that is done again answers the same until the next attempt has a place, and then nothing', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  const { retryAt } = await flow.record(runId);
  expect(await flow.steps.finish({ runId, attempt: 1 })).toEqual({ again: { at: retryAt } });
  await flow.pass(31);
  expect(await flow.steps.finish({ runId, attempt: 1 })).toEqual({ again: null });
  expect(await flow.record(runId)).toMatchObject({ status: 'STARTING', attempt: 2 });
});

test('a sandbox that dies costs an attempt, and what is left of it changes nothing of the next', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { retry });
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  await flow.stopped(runId);
  await flow.work();
  expect((await flow.record(runId)).attempts).toMatchObject([{ status: 'CRASHED', reason: 'lost' }]);
  await flow.stopped(runId);
  expect(codeOf(await runner.report(reportOf(runId)))).toBe('claim-refused');
  await flow.pass(31);
  expect(codeOf(await runner.beat())).toBe('claim-refused');
  expect((await runner.claimRun()).status).not.toBe(200);
  await flow.stopped(runId, { taskArn: flow.sandboxes.all[0]?.ref ?? '' });
  await (await givenBegun(flow, runId)).report(reportOf(runId, {}, 2));
  await flow.work();
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a sandbox of an attempt before that still lives is stopped while the run waits', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow, { retry: { attempts: 2, backoffSec: 600, jitter: 0 } });
  expect(await flow.sandboxes.living()).toHaveLength(1);
  await flow.pass(130);
  expect(await flow.sandboxes.living()).toEqual([]);
  expect(await flow.record(runId)).toMatchObject({ status: 'QUEUED', attempt: 2 });
});

test('an attempt that is silent is not judged by beats of the one before', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow, { retry: { attempts: 3, backoffSec: 200, jitter: 0 } });
  await flow.pass(201);
  const runner = await givenBegun(flow, runId);
  await flow.pass(65, () => runner.beat());
  expect(await flow.record(runId)).toMatchObject({ status: 'RUNNING', attempt: 2 });
});

test('each attempt keeps its files under its own prefix, and may write nowhere else', async () => {
  const flow = givenFlow();
  const { runId } = await givenFailed(flow);
  await flow.pass(31);
  const runner = flow.runner(runId);
  await runner.claimRun();
  const { grants } = runner.claim ?? {};
  expect([grants?.log.prefix, grants?.artifacts.prefix]).toEqual([`runs/${runId}/attempts/2/log/`, `runs/${runId}/attempts/2/artifacts/`]);
  await runner.report(reportOf(runId, {}, 2));
  await flow.work();
  const reports = await flow.bucket.list(`runs/${runId}/`, { limit: 100 });
  expect(reports.map(({ key }) => key).filter((key) => key.endsWith('report.json'))).toEqual([
    `runs/${runId}/attempts/2/report.json`,
    `runs/${runId}/report.json`,
  ]);
});

test('after out-of-memory the next sandbox is larger', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { retry });
  await runner.report(reportOf(runId, { endedBy: 'out-of-memory', signal: 9, exitCode: null }));
  await flow.work();
  await flow.pass(31);
  await flow.runner(runId).claimRun();
  const { limits, attempts } = await flow.record(runId);
  expect([limits.memoryMiB, attempts[0]?.memoryMiB, attempts[0]?.reason]).toEqual([768, 384, 'out-of-memory']);
});

test('the state of a script is written by the attempt that succeeds, and by none before', async () => {
  const flow = givenFlow();
  const scriptId = 'scr_state';
  const { runId, runner } = await givenRunning(flow, { retry, scriptId });
  await runner.report({ ...reportOf(runId, { exitCode: 1 }), state: { seen: 1 } });
  await flow.work();
  expect(await flow.stores.runs.state(scriptId)).toEqual({ value: {}, revision: null });
  await flow.pass(31);
  await (await givenBegun(flow, runId)).report({ ...reportOf(runId, {}, 2), state: { seen: 2 } });
  await flow.work();
  expect([(await flow.stores.runs.state(scriptId)).value, (await flow.record(runId)).state]).toEqual([{ seen: 2 }, 'saved']);
});

test('who waits for a place gets the one of a run that waits for its next attempt', async () => {
  const flow = givenFlow({ maxRuns: 1 });
  const { runId, runner } = await givenRunning(flow, { retry });
  const other = await flow.submit();
  await runner.report(reportOf(runId, { exitCode: 3 }));
  await flow.work();
  expect([(await flow.record(runId)).status, (await flow.record(other)).status]).toEqual(['QUEUED', 'STARTING']);
});
