import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFargateLauncher } from '../../../../functions/aws/launcher/fargate-launcher.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/runlet';
const arn = (name: string | number) => `arn:aws:ecs:us-east-1:123456789012:task/runlet/${name}`;
const place = { cluster, taskDefinition: 'runlet', subnets: ['subnet-a'], securityGroup: 'sg-1', apiUrl: 'https://api.example' };
const since = 1_790_000_000;

let aws: AwsRecorder;
beforeEach(async () => {
  aws = await startRecorder();
});
afterEach(() => aws.close());

const launcher = () => createFargateLauncher(aws.clients, place);
const sandbox = (name: string | number) => ({ runId: newId('run'), ref: arn(name) });

const givenTasks = (...tasks: Record<string, unknown>[]) => aws.answers('DescribeTasks', ok({ tasks, failures: [] }));

test('stopping is one StopTask', async () => {
  aws.answers('StopTask', ok({ task: {} }));
  await launcher().stop(sandbox('one'), 5);
  expect(aws.sent('StopTask')).toEqual([{ cluster, task: arn('one'), reason: 'Runlet: the run was canceled or has ended' }]);
});

test('stopping a task that ECS has forgotten is no error; stopping that is refused is one', async () => {
  aws.answers('StopTask', fault('InvalidParameterException', 'The referenced task was not found.'), fault('AccessDeniedException', 'no'));
  await launcher().stop(sandbox('one'), 5);
  await expect(launcher().stop(sandbox('one'), 5)).rejects.toThrow('no');
});

test.each([
  [{ lastStatus: 'PROVISIONING' }, { state: 'starting' }],
  [{ lastStatus: 'PENDING' }, { state: 'starting' }],
  [{ lastStatus: 'ACTIVATING' }, { state: 'starting' }],
  [{ lastStatus: 'RUNNING', startedAt: since }, { state: 'running' }],
  [{ lastStatus: 'STOPPING', startedAt: since }, { state: 'running' }],
  [
    {
      lastStatus: 'DEPROVISIONING',
      startedAt: since,
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'runner', exitCode: 137, reason: 'OutOfMemoryError' }],
    },
    { state: 'gone', began: true, exitCode: 137, why: 'EssentialContainerExited: Essential container in task exited: OutOfMemoryError' },
  ],
  [
    {
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: not found',
      containers: [{ name: 'runner' }],
    },
    { state: 'gone', began: false, exitCode: null, why: 'TaskFailedToStart: CannotPullContainerError: not found' },
  ],
  [{ lastStatus: 'STOPPED' }, { state: 'gone', began: false, exitCode: null, why: 'The task stopped, and ECS does not say why.' }],
])('a task that is %j is %j', async (task, state) => {
  givenTasks({ taskArn: arn('one'), ...task });
  expect(await launcher().look([sandbox('one')])).toEqual([state]);
});

test('a task that ECS has forgotten is gone, and answers come in the order asked', async () => {
  givenTasks({ taskArn: arn('two'), lastStatus: 'RUNNING', startedAt: since });
  expect(await launcher().look([sandbox('one'), sandbox('two')])).toMatchObject([{ state: 'gone', began: false }, { state: 'running' }]);
  expect(aws.sent('DescribeTasks')).toEqual([{ cluster, tasks: [arn('one'), arn('two')] }]);
});

test('sandboxes are looked at a hundred at a time, and nothing is asked about none', async () => {
  givenTasks();
  expect(await launcher().look([])).toEqual([]);
  expect(aws.requests).toHaveLength(0);
  expect(await launcher().look(Array.from({ length: 250 }, (_, index) => sandbox(index)))).toHaveLength(250);
  expect(aws.sent('DescribeTasks').map((body) => Object.values(Object(body)).flat().length - 1)).toEqual([100, 100, 50]);
});

test('the living are the tasks of the cluster that were started for a run, over all pages', async () => {
  const [first, second] = [newId('run'), newId('run')];
  aws.answers('ListTasks', ok({ taskArns: [arn(1), arn(2)], nextToken: 'more' }), ok({ taskArns: [arn(3), arn(4)] }));
  givenTasks(
    { taskArn: arn(1), startedBy: first, lastStatus: 'PENDING' },
    { taskArn: arn(2), startedBy: 'somebody', lastStatus: 'RUNNING', startedAt: since },
    { taskArn: arn(3), startedBy: second, lastStatus: 'RUNNING', startedAt: since },
    { taskArn: arn(4), startedBy: newId('run'), lastStatus: 'STOPPED' },
  );
  expect(await launcher().living()).toEqual([
    { ref: arn(1), runId: first },
    { ref: arn(3), runId: second },
  ]);
  const page = { cluster, desiredStatus: 'RUNNING', maxResults: 100 };
  expect(aws.sent('ListTasks')).toEqual([page, { ...page, nextToken: 'more' }]);
});
