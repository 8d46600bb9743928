import { expect, test } from 'vitest';
import { alertOf } from '../../../functions/workflow/alert-of.ts';
import { runEndedMessage } from '../../../functions/workflow/run-ended.ts';
import { givenLog } from './given-log.ts';
import { givenRunning } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import type { Flow } from './given-flow.ts';
import { reportOf } from './played-runner.ts';

/** A run that failed, of a script of this name. */
async function givenFailed(flow: Flow, script: string, lines: string[] = []) {
  const { runId, runner } = await givenRunning(flow, {
    script,
    version: 3,
    input: { kind: 'inline', value: 'a secret' },
    env: { KEY: 'hidden' },
  });
  await givenLog(flow.bucket, runId, lines);
  await runner.report(reportOf(runId, { exitCode: 2 }));
  await flow.work();
  return runId;
}

test('a run that failed alerts with script, version, why, how long, the end of its log and where to look', async () => {
  const flow = givenFlow();
  const runId = await givenFailed(
    flow,
    'report',
    Array.from({ length: 30 }, (_, line) => `line ${line}`),
  );
  const { alert } = flow.machine.of(runId);
  expect(alert?.subject).toBe('Runlet: report FAILED');
  for (const part of ['report, version 3: FAILED (exit-nonzero)', runId, '0.9 s', `/v1/runs/${runId}`, 'line 29', 'line 10', 'unsubscribe'])
    expect(alert?.message).toContain(part);
  for (const part of ['line 9\n', 'a secret', 'hidden']) expect(alert?.message).not.toContain(part);
});

test('a subject is one line of at most 100 characters of ASCII, whatever the script is called', async () => {
  const flow = givenFlow();
  const runId = await givenFailed(flow, `Überblick\n${'x'.repeat(200)}`);
  const { alert } = flow.machine.of(runId);
  expect(alert?.subject).toMatch(/^Runlet: \?berblick\?x+$/);
  expect(alert?.subject).toHaveLength(100);
});

test('the message stays small and plain when the log is neither', async () => {
  const flow = givenFlow();
  const runId = await givenFailed(
    flow,
    'noisy',
    Array.from({ length: 25 }, () => `\u001B[31m${'y'.repeat(10_000)}`),
  );
  const { alert } = flow.machine.of(runId);
  expect(alert?.message.length).toBeLessThan(12_000);
  expect(alert?.message).not.toContain('\u001B');
});

test('a run that ended well, or was canceled, alerts nobody', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId));
  await flow.work();
  expect(await alertOf(flow.services, await flow.record(runId))).toBeNull();
  expect(await alertOf(flow.services, { ...(await flow.record(runId)), status: 'CANCELED' })).toBeNull();
});

test('a step Finish that is done again answers the same alert', async () => {
  const flow = givenFlow();
  const runId = await givenFailed(flow, 'again');
  expect((await flow.steps.finish({ runId, attempt: 1 })).alert).toEqual(flow.machine.of(runId).alert);
});

test('each ended run is one line of the log, with what dashboards ask for', async () => {
  const flow = givenFlow();
  const runId = await givenFailed(flow, 'told');
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
