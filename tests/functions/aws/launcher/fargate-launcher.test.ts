import { afterEach, beforeEach, expect, test } from 'vitest';
import { withDefaults } from '../../../../core/schemas/limits.ts';
import { createFargateLauncher } from '../../../../functions/aws/launcher/fargate-launcher.ts';
import type { Launch } from '../../../../functions/ports/launcher.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/runlet';
const arn = (name: string) => `arn:aws:ecs:us-east-1:123456789012:task/runlet/${name}`;
const place = {
  cluster,
  taskDefinition: 'runlet:7',
  subnets: ['subnet-a', 'subnet-b'],
  securityGroup: 'sg-1',
  apiUrl: 'https://api.example',
};

let aws: AwsRecorder;
beforeEach(async () => {
  aws = await startRecorder();
});
afterEach(() => aws.close());

const launcher = (changes = {}) => createFargateLauncher(aws.clients, { ...place, ...changes });

const givenLaunch = (changes: Partial<Launch> = {}): Launch => ({
  runId: newId('run'),
  attempt: 2,
  launch: 3,
  limits: withDefaults({}),
  cpu: null,
  claimCode: 'one-time',
  order: async () => Promise.reject(new Error('a sandbox on Fargate fetches its job itself')),
  ...changes,
});

const givenStarted = () => aws.answers('RunTask', ok({ tasks: [{ taskArn: arn('one') }], failures: [] }));

test('a launch is one RunTask on Fargate that says the launch, its size and the one-time code, and nothing else', async () => {
  givenStarted();
  const launch = givenLaunch({ cpu: 0.5, limits: withDefaults({ memoryMiB: 1024 }) });
  expect(await launcher().launch(launch)).toBe(arn('one'));
  const environment = { RUNLET_API: 'https://api.example', RUNLET_RUN: launch.runId, RUNLET_CLAIM: 'one-time' };
  expect(aws.sent('RunTask')).toEqual([
    {
      cluster,
      taskDefinition: 'runlet:7',
      count: 1,
      launchType: 'FARGATE',
      clientToken: `${launch.runId}-2-3`,
      startedBy: launch.runId,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' },
      },
      propagateTags: 'TASK_DEFINITION',
      enableECSManagedTags: true,
      overrides: {
        cpu: '512',
        memory: '2048',
        containerOverrides: [{ name: 'runner', environment: Object.entries(environment).map(([name, value]) => ({ name, value })) }],
      },
    },
  ]);
});

test('the same launch is asked for byte for byte as before, within what ECS takes; the next launch under a token of its own', async () => {
  givenStarted();
  const launch = givenLaunch();
  for (const one of [launch, launch, { ...launch, launch: 4 }]) await launcher().launch(one);
  const [first, second, next] = aws.requests.map(({ text }) => text);
  expect(second).toBe(first);
  expect(next).not.toBe(first);
  expect(`${launch.runId}-9999-9999`.length).toBeLessThanOrEqual(64);
  expect(first?.length).toBeLessThan(8192);
});

test('a workspace larger than the disk of every task is given a larger one', async () => {
  givenStarted();
  await launcher().launch(givenLaunch({ limits: withDefaults({ workspaceMiB: 65_536 }) }));
  expect(aws.sent('RunTask')).toMatchObject([{ overrides: { ephemeralStorage: { sizeInGiB: 68 } } }]);
});

test('behind a NAT tasks have no public address', async () => {
  givenStarted();
  await launcher({ publicAddress: false }).launch(givenLaunch());
  expect(aws.sent('RunTask')).toMatchObject([{ networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } } }]);
});

test('a token that another request has used names the task that exists, and that one is taken', async () => {
  aws.answers('RunTask', fault('ConflictException', 'the token is in use', { resourceIds: [arn('first'), arn('other')] }));
  expect(await launcher().launch(givenLaunch())).toBe(arn('first'));
});

test.each([
  'RESOURCE:MEMORY',
  'RESOURCE:ENI',
  'Capacity is unavailable at this time. Please try again later or in a different availability zone',
])('a failure in a good answer that may pass is no capacity: %s', async (reason) => {
  aws.answers('RunTask', ok({ tasks: [], failures: [{ arn: arn('none'), reason }] }));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({ code: 'no-capacity', message: expect.stringContaining(reason) });
});

test.each(['MISSING', 'ATTRIBUTE', 'INACTIVE'])('a failure in a good answer that will not pass is a failed start: %s', async (reason) => {
  aws.answers('RunTask', ok({ tasks: [], failures: [{ arn: cluster, reason, detail: 'more of it' }] }));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({
    code: 'start-failed',
    message: expect.stringContaining(`${reason}: more of it`),
  });
});

test('an answer with neither a task nor a failure is a failed start', async () => {
  aws.answers('RunTask', ok({ tasks: [], failures: [] }));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({ code: 'start-failed' });
});

test('a refusal that trying again would not change is a failed start with what ECS says', async () => {
  aws.answers('RunTask', fault('InvalidParameterException', 'No Container Instances were found.'));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({
    code: 'start-failed',
    message: expect.stringContaining('InvalidParameterException: No Container Instances were found.'),
  });
  expect(aws.requests).toHaveLength(1);
});

test('the quota of processors is no capacity, whatever fault it comes as', async () => {
  aws.answers('RunTask', fault('ClientException', "You've reached the limit on the number of vCPUs you can run concurrently"));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({ code: 'no-capacity' });
});

test('a call that is throttled is sent again as it was, and then there is no capacity', async () => {
  aws.answers('RunTask', fault('ThrottlingException', 'Rate exceeded'));
  await expect(launcher().launch(givenLaunch())).rejects.toMatchObject({ code: 'no-capacity' });
  expect(aws.requests.length).toBeGreaterThan(1);
  expect(new Set(aws.requests.map(({ text }) => text)).size).toBe(1);
});

test('a service in trouble is asked again, and its good answer counts', async () => {
  aws.answers('RunTask', fault('ServerException', 'in trouble', {}, 500), ok({ tasks: [{ taskArn: arn('one') }] }));
  expect(await launcher().launch(givenLaunch())).toBe(arn('one'));
});
