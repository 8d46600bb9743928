import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { givenRunning } from '../../scenarios/stories.ts';
import { containerOf, signal } from '../harness/containers.ts';
import { account } from '../harness/deploy.ts';
import { deployed } from '../harness/deployed.ts';
import { answered, expectEnded, expectPlaceFree } from './expect-ended.ts';

const installation = deployed();
const { runlet, fail, calls, engine, emulator, outputs } = installation;
const sleeps = (seconds: number) => `import time\nprint("ready", flush=True)\ntime.sleep(${seconds})\n`;

afterEach(() => fail());

test('a report that comes before the workflow waits for it ends the run all the same', async () => {
  const run = await runlet.previewRun({ body: { source: 'print(1)\n' } });
  await fail({ match: '^dynamodb .* by \\S*FunctionsrunFunction', holds: run.id, kind: 'throttle' });
  const report = `POST /runner/runs/${run.id}/report`;
  await expect.poll(() => answered(installation, report), { timeout: 60_000, interval: 100 }).toBe(1);
  expect(await runlet.getRun({ params: { run: run.id } })).toMatchObject({ endedAt: null });
  await fail();
  await expectEnded(runlet, run, { status: 'SUCCEEDED' }, Date.now());
});

test('a run whose function died before it started the workflow is started by the sweep', async () => {
  await fail({ match: '^states StartExecution .* by \\S*FunctionsrunsFunction', kind: 'refuse' });
  const since = Date.now();
  const start = () => runlet.previewRun({ body: { source: 'print("late")\n' }, idempotencyKey: `died-${since}` });
  await start().catch(() => undefined);
  await fail();
  const run = await start();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 5, lines: 1, droppedBytes: 0 } }, since, 150);
  const starts = (await calls(since)).filter(({ operation }) => operation === 'StartExecution');
  expect(starts.filter(({ by, status }) => status === 200 && by?.includes('sweep'))).not.toEqual([]);
});

test('a report that was stored counts, though the function died before it noted it and the runner with it', async () => {
  const run = await givenRunning(runlet, sleeps(5));
  const container = await containerOf(engine, run.id);
  await fail({
    match: '^dynamodb (UpdateItem|PutItem|TransactWriteItems) .* by \\S*FunctionsrunnerFunction',
    holds: run.id,
    kind: 'refuse',
  });
  const stored = async () =>
    (await calls()).some(({ uses, status }) => status === 200 && uses.some(({ resource }) => resource.endsWith(`${run.id}/report.json`)));
  await expect.poll(stored, { timeout: 60_000, interval: 50 }).toBe(true);
  await signal(engine, container, 'KILL');
  await fail();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', exitCode: 0 }, Date.now());
  expect(await answered(installation, `POST /runner/runs/${run.id}/report`)).toBe(0);
  await expectPlaceFree(installation, run);
});

test('a run whose execution somebody stopped is ended with its sandbox, and what its tokens no longer open holds up nothing', async () => {
  const run = await givenRunning(runlet, sleeps(600));
  const credentials = { accessKeyId: account.id, secretAccessKey: 'test' };
  const steps = new SFNClient({ endpoint: emulator, region: account.region, credentials });
  const executionArn = `${(outputs['StateMachineArn'] ?? '').replace(':stateMachine:', ':execution:')}:${run.id}-1`;
  await steps.send(new StopExecutionCommand({ executionArn }));
  await expectEnded(runlet, run, { status: 'CRASHED', reason: 'lost' }, Date.now(), 150);
  expect((await steps.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('ABORTED');
  await expectPlaceFree(installation, run);
});
