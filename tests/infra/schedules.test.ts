import { expect, test } from 'vitest';
import * as z from 'zod';
import { only, resources, shown, template } from './synthesize.ts';

const list = z.unknown().transform((value) => [value].flat().map((one) => shown(one).replaceAll(/[0-9A-F]{8}/g, '')));
const statement = z.object({
  Effect: z.string(),
  Action: list,
  Resource: list,
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const document = z.object({ Statement: z.array(statement) });
const queue = z.object({
  VisibilityTimeout: z.int().optional(),
  MessageRetentionPeriod: z.int(),
  SqsManagedSseEnabled: z.literal(true),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.int() }).optional(),
});
const again = z.object({
  MaximumEventAgeInSeconds: z.int(),
  MaximumRetryAttempts: z.int(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }),
});
const undelivered = /^<UndeliveredQueue[0-9A-F]{8}\.Arn>$/;

test('the group of schedules has no name of ours and goes with the stack', () => {
  expect(
    resources(template(), 'AWS::Scheduler::ScheduleGroup').map(({ Properties, DeletionPolicy }) => [Properties['Name'], DeletionPolicy]),
  ).toEqual([[undefined, undefined]]);
});

test('the role for Scheduler is for the schedules of this group alone', () => {
  const trust = z.object({
    AssumeRolePolicyDocument: z.object({ Statement: z.array(z.object({ Principal: z.unknown(), Condition: z.unknown() })) }),
  });
  const { Statement } = only(template(), 'AWS::IAM::Role', trust, 'SchedulesRole').AssumeRolePolicyDocument;
  expect(Statement).toEqual([
    {
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: {
        StringEquals: {
          'aws:SourceAccount': { Ref: 'AWS::AccountId' },
          'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^SchedulesGroup/), 'Arn'] },
        },
      },
    },
  ]);
});

test('and may call `fire`, and keep what could not be handed over, and nothing else', () => {
  const { PolicyDocument } = only(template(), 'AWS::IAM::Policy', z.object({ PolicyDocument: document }), 'SchedulesRole');
  expect(PolicyDocument.Statement.map(({ Action, Resource }) => `${Action.join()} ${Resource.join()}`)).toEqual([
    'lambda:InvokeFunction <FunctionsfireFunction.Arn>',
    'sqs:SendMessage <UndeliveredQueue.Arn>',
  ]);
});

test('a call that `fire` cannot take is tried twice more, for an hour at most, and then kept', () => {
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } = only(
    template(),
    'AWS::Lambda::EventInvokeConfig',
    again,
    'Functionsfire',
  );
  expect([MaximumEventAgeInSeconds, MaximumRetryAttempts]).toEqual([3600, 2]);
  expect(shown(DestinationConfig.OnFailure.Destination)).toMatch(undelivered);
});

test('whoever keeps schedules names the same queue, and may hand on that one role to Scheduler alone', () => {
  const environment = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
  for (const name of ['schedules', 'sweep']) {
    const { Variables } = only(template(), 'AWS::Lambda::Function', environment, `Functions${name}Function`).Environment;
    expect(shown(Variables['RUNLET_UNDELIVERED'])).toMatch(undelivered);
    const { PolicyDocument } = only(template(), 'AWS::IAM::Policy', z.object({ PolicyDocument: document }), `Functions${name}Role`);
    const passing = PolicyDocument.Statement.filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(passing).toMatchObject([
      { Resource: ['<SchedulesRole.Arn>'], Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } } },
    ]);
  }
});

test('what was not delivered is given to its function in batches of which the good ones are done, and after five tries kept apart', () => {
  const { VisibilityTimeout = 0, MessageRetentionPeriod, RedrivePolicy } = only(template(), 'AWS::SQS::Queue', queue, 'UndeliveredQueue');
  expect(MessageRetentionPeriod).toBe(14 * 24 * 3600);
  expect(RedrivePolicy?.maxReceiveCount).toBe(5);
  expect(shown(RedrivePolicy?.deadLetterTargetArn)).toMatch(/^<EventsUntaken[0-9A-F]{8}\.Arn>$/);
  const timeout = only(template(), 'AWS::Lambda::Function', z.object({ Timeout: z.int() }), 'FunctionsundeliveredFunction').Timeout;
  expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout);
  const source = z.object({ EventSourceArn: z.unknown(), BatchSize: z.int(), FunctionResponseTypes: z.array(z.string()) });
  const [mapping] = resources(template(), 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => source.parse(Properties));
  expect([shown(mapping?.EventSourceArn), mapping?.BatchSize, mapping?.FunctionResponseTypes]).toEqual([
    expect.stringMatching(undelivered),
    10,
    ['ReportBatchItemFailures'],
  ]);
});

test('SNS may write to that queue for the topic of messages alone, and nobody without TLS', () => {
  const { PolicyDocument } = only(template(), 'AWS::SQS::QueuePolicy', z.object({ PolicyDocument: document }), 'UndeliveredQueue');
  const told = PolicyDocument.Statement.map(({ Effect, Action, Principal, Condition }) => ({ Effect, Action, Principal, Condition }));
  expect(told).toContainEqual({
    Effect: 'Allow',
    Action: ['sqs:SendMessage'],
    Principal: { Service: 'sns.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': { Ref: expect.stringMatching(/^AlertsMessages/) } } },
  });
  expect(told).toContainEqual(expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }));
});
