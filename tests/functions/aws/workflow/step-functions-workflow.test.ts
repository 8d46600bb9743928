import { afterEach, beforeEach, expect, test } from 'vitest';
import { executionInput } from '../../../../core/schemas/steps.ts';
import { createStepFunctionsWorkflow } from '../../../../functions/aws/workflow/step-functions-workflow.ts';
import type { CarriedRun, Underway } from '../../../../functions/aws/workflow/step-functions-workflow.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

const stateMachine = 'arn:aws:states:us-east-1:123456789012:stateMachine:runlet';
const runId = newId('run');
const starting: CarriedRun = { status: 'STARTING', attempt: 2, limits: { timeoutSec: 10.5, graceSec: 5 }, graceSec: null };
const canceling: CarriedRun = { ...starting, status: 'CANCELING' };

let aws: AwsRecorder;
beforeEach(async () => {
  aws = await startRecorder();
});
afterEach(() => aws.close());

/** The workflow of one run that has come so far; `told` are the sandboxes and tokens that it was stopped by. */
function given(run: CarriedRun, far: Partial<Underway> = {}) {
  const told: unknown[] = [];
  const workflow = createStepFunctionsWorkflow(aws.clients, {
    stateMachine,
    reportingSec: 120,
    read: async () => run,
    underway: async () => ({ launchToken: null, sandbox: null, claimed: false, ...far }),
    launcher: { stop: async (sandbox, graceSec) => void told.push({ ...sandbox, graceSec }) },
    callbacks: { fail: async (token, error) => told.push({ token, error }) > 0 },
  });
  return { workflow, told };
}

test('a run is started as one execution named after run and attempt, with the whole seconds that its state Run may take', async () => {
  aws.answers('StartExecution', ok({ executionArn: 'arn', startDate: 1 }));
  await given(starting).workflow.start(runId);
  const input = { runId, attempt: 2, runTimeoutSec: 136 };
  expect(aws.sent('StartExecution')).toEqual([{ stateMachineArn: stateMachine, name: `${runId}-2`, input: JSON.stringify(input) }]);
  expect(executionInput.parse(input)).toEqual(input);
  expect(`${runId}-9999`.length).toBeLessThanOrEqual(80);
});

test('a run that was started before is started', async () => {
  aws.answers('StartExecution', fault('ExecutionAlreadyExists'));
  await given(starting).workflow.start(runId);
  expect(aws.requests).toHaveLength(1);
});

test('a start that is throttled is tried again as it was, and then there is no capacity', async () => {
  aws.answers('StartExecution', fault('ThrottlingException', 'Rate exceeded'));
  await expect(given(starting).workflow.start(runId)).rejects.toMatchObject({ code: 'no-capacity' });
  expect(aws.requests.length).toBeGreaterThan(1);
  expect(new Set(aws.requests.map(({ text }) => text)).size).toBe(1);
});

test('too many executions are no capacity; a state machine that is not there is our own fault', async () => {
  aws.answers('StartExecution', fault('ExecutionLimitExceeded'), fault('StateMachineDoesNotExist', 'none'));
  await expect(given(starting).workflow.start(runId)).rejects.toMatchObject({ code: 'no-capacity' });
  await expect(given(starting).workflow.start(runId)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});

test('stopping a run whose sandbox nobody has claimed stops the sandbox, and then fails the state Launch', async () => {
  const { workflow, told } = given(canceling, { launchToken: 'launch', sandbox: 'arn' });
  await workflow.stop(runId);
  expect(told).toEqual([
    { runId, ref: 'arn', graceSec: 5 },
    { token: 'launch', error: 'canceled' },
  ]);
});

test('stopping a run that runs stops its sandbox, with the grace that was asked for; its report ends the state Run', async () => {
  const { workflow, told } = given({ ...canceling, graceSec: 1 }, { launchToken: 'launch', sandbox: 'arn', claimed: true });
  await workflow.stop(runId);
  expect(told).toEqual([{ runId, ref: 'arn', graceSec: 1 }]);
});

test('a run whose grace is longer than ECS would wait hears of its end by its beat alone', async () => {
  const { workflow, told } = given({ ...canceling, graceSec: 120 }, { sandbox: 'arn', claimed: true });
  await workflow.stop(runId);
  expect(told).toEqual([]);
});

test('stopping before there is a sandbox fails the state Launch, and before that nothing: the step finds the run CANCELING', async () => {
  const launching = given(canceling, { launchToken: 'launch' });
  await launching.workflow.stop(runId);
  expect(launching.told).toEqual([{ token: 'launch', error: 'canceled' }]);
  const before = given(canceling);
  await before.workflow.stop(runId);
  expect(before.told).toEqual([]);
});

test('a run that is not CANCELING is not stopped', async () => {
  for (const status of ['STARTING', 'RUNNING', 'CANCELED'] as const) {
    const { workflow, told } = given({ ...starting, status }, { launchToken: 'launch', sandbox: 'arn' });
    await workflow.stop(runId);
    expect(told).toEqual([]);
  }
});
