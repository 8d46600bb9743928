import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStepCallbacks } from '../../../../functions/aws/callbacks/step-callbacks.ts';
import type { Callbacks } from '../../../../functions/ports/callbacks.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

let aws: AwsRecorder;
let callbacks: Callbacks;
beforeEach(async () => {
  aws = await startRecorder();
  callbacks = createStepCallbacks(aws.clients);
});
afterEach(() => aws.close());

const ways = [
  ['SendTaskSuccess', () => callbacks.succeed('token', { claimed: true }), { taskToken: 'token', output: '{"claimed":true}' }],
  ['SendTaskFailure', () => callbacks.fail('token', 'sandbox-gone', 'why'), { taskToken: 'token', error: 'sandbox-gone', cause: 'why' }],
  ['SendTaskHeartbeat', () => callbacks.beat('token'), { taskToken: 'token' }],
] as const;

test.each(ways)('%s is sent, and says that somebody waited', async (action, call, body) => {
  aws.answers(action, ok());
  expect(await call()).toBe(true);
  expect(aws.sent(action)).toEqual([body]);
});

test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('%s says that nobody waited, and is no error', async (name) => {
  for (const [action, call] of ways) {
    aws.answers(action, fault(name));
    expect(await call()).toBe(false);
  }
});

test('another fault is one', async () => {
  aws.answers('SendTaskSuccess', fault('AccessDeniedException', 'not allowed'));
  await expect(callbacks.succeed('token', {})).rejects.toThrow('not allowed');
});

test('a cause longer than Step Functions takes is cut', async () => {
  aws.answers('SendTaskFailure', ok());
  await callbacks.fail('token', 'start-failed', 'x'.repeat(40_000));
  expect(aws.sent('SendTaskFailure')).toMatchObject([{ cause: 'x'.repeat(32_768) }]);
});
