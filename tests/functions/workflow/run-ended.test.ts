import { expect, test } from 'vitest';
import { runEndedMessage } from '../../../functions/workflow/run-ended.ts';
import { givenRunning } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import { reportOf } from './played-runner.ts';

test('each ended run is one line of the log, with what dashboards ask for', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { script: 'told', version: 3 });
  await runner.report(reportOf(runId, { exitCode: 2 }));
  await flow.work();
  const told = flow.logged.filter(({ message }) => message === runEndedMessage);
  expect(told).toHaveLength(1);
  expect(told[0]?.facts).toMatchObject({
    runId,
    script: 'told',
    version: 3,
    status: 'FAILED',
    reason: 'exit-nonzero',
    wallMs: 900,
    runningMs: 900,
    ranMs: 900,
    peakMemoryMiB: 12,
    cpuMs: 24,
    cpu: 0.25,
    memoryMiB: 512,
  });
});

test('what a run of ten seconds costs is told as the price list has it', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  flow.clock.ms += 10_000;
  await runner.report(reportOf(runId));
  await flow.work();
  const [line] = flow.logged.filter(({ message }) => message === runEndedMessage);
  // A minute of 0.25 vCPU and 0.5 GiB with an address, and five transitions: $0.37 for 1,000 of them.
  expect(line?.facts['estimatedUsd']).toBeCloseTo(0.000373, 6);
});

test('what its attempts before have cost is counted too', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { retry: { attempts: 2, backoffSec: 1, jitter: 0 } });
  flow.clock.ms += 10_000;
  await runner.report(reportOf(runId, { exitCode: 3 }));
  await flow.work();
  await flow.pass(2);
  const next = flow.runner(runId);
  await next.claimRun();
  await flow.work();
  await next.report(reportOf(runId, {}, 2));
  await flow.work();
  const [line, ...others] = flow.logged.filter(({ message }) => message === runEndedMessage);
  expect([line?.facts['attempt'], others]).toEqual([2, []]);
  expect(line?.facts['estimatedUsd']).toBeCloseTo(2 * 0.000373, 6);
});
