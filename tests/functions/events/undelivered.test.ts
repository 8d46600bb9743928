import { expect, test } from 'vitest';
import { readUndelivered, undeliveredMessage } from '../../../functions/events/undelivered.ts';

const scheduleId = 'sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX';
const slot = '2026-03-22T18:59:00Z';
const dueTime = { scheduleId, slot: new Date(slot) };

/** A message as Lambda hands it over from the queue. */
function read(body: unknown, attributes: Record<string, string> = {}) {
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
  );
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readUndelivered(undeliveredMessage.parse({ messageId: 'one', body: text, messageAttributes }));
}

/** What Scheduler writes beside the input of a call that it gave up. */
const refused = {
  ERROR_CODE: 'AWS.Lambda.ResourceNotFoundException',
  ERROR_MESSAGE: 'Function not found',
  EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
  SCHEDULE_ARN: `arn:aws:scheduler:eu-west-1:123456789012:schedule/group/${scheduleId}`,
  SCHEDULED_TIME: slot,
};

/** What Lambda writes of a call that failed after all tries. */
const failed = (responsePayload?: unknown, condition = 'RetriesExhausted') => ({
  version: '1.0',
  requestContext: { requestId: 'r', functionArn: 'arn', condition, approximateInvokeCount: 3 },
  requestPayload: { scheduleId, slot },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload,
});

test('what Scheduler gave up is the due time that it names, with its words', () => {
  const error = 'AWS.Lambda.ResourceNotFoundException: Function not found';
  expect(read({ scheduleId, slot }, refused)).toEqual({ kind: 'due-time', dueTime, error });
});

test('a placeholder that Scheduler did not fill in is told by what stands beside it, for the second half of a schedule too', () => {
  const second = { ...refused, SCHEDULE_ARN: `${refused.SCHEDULE_ARN}-2` };
  expect(read({ scheduleId, slot: '<aws.scheduler.scheduled-time>' }, second)).toMatchObject({ kind: 'due-time', dueTime });
});

test('what comes without a word of Scheduler is read by its body alone', () => {
  expect(read({ scheduleId, slot })).toEqual({
    kind: 'due-time',
    dueTime,
    error: 'EventBridge Scheduler gave it up and does not say why',
  });
});

test('what Lambda gave up is the due time of its request, with the error of the function', () => {
  const told = read(failed({ errorType: 'no-capacity', errorMessage: 'The table cannot be reached.' }));
  expect(told).toEqual({ kind: 'due-time', dueTime, error: 'no-capacity: The table cannot be reached.' });
});

test('what grew too old before the function was called at all has the reason that Lambda gives', () => {
  expect(read(failed(undefined, 'EventAgeExceeded'))).toMatchObject({ error: 'Lambda gave it up: EventAgeExceeded' });
});

test('what SNS gave up is the message of ours that it carried', () => {
  const notification = {
    Type: 'Notification',
    MessageId: 'of-sns',
    Message: 'text',
    MessageAttributes: { to: { Type: 'String', Value: 'ada@example.com' }, messageId: { Type: 'String', Value: 'msg_1' } },
  };
  expect(read(notification, { ErrorCode: '550', ErrorMessage: 'no such mailbox' })).toEqual({
    kind: 'mail',
    messageId: 'msg_1',
    error: '550: no such mailbox',
  });
});

test.each([
  ['no JSON', 'hello'],
  ['of nobody', { hello: 1 }],
  ['of a schedule that cannot be one of ours', { scheduleId: 'other', slot }],
])('a message that is %s is refused, so that it stays where an alarm looks', (_what, body) => {
  expect(() => read(body)).toThrow();
});
