import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { metricNames } from '../../functions/ports/metrics.ts';
import { runEndedMessage } from '../../functions/workflow/run-ended.ts';
import { endedLine, enders } from '../../infra/constructs/scripts-dashboard.ts';
import { everyKnob, only, resources, shown, template } from './synthesize.ts';

const alarm = z.object({
  AlarmDescription: z.string(),
  Namespace: z.string(),
  MetricName: z.string(),
  Threshold: z.number(),
  TreatMissingData: z.string(),
  AlarmActions: z.array(z.unknown()).length(1),
});
const runbook = readFileSync(join(resolve(import.meta.dirname, '..', '..'), 'docs', 'runbook.md'), 'utf8');

function alarms() {
  return resources(template(), 'AWS::CloudWatch::Alarm').map(({ id, Properties }) => ({
    name: id.replace(/^Alarms/, '').replace(/[0-9A-F]{8}$/, ''),
    ...alarm.parse(Properties),
  }));
}

test('what an operator must know of has an alarm', () => {
  expect(alarms().map(({ name, Namespace, MetricName }) => `${name}: ${Namespace} ${MetricName}`)).toEqual([
    'RunsCrashed: Runlet runsCrashed',
    'RunsStuck: Runlet runsRescued',
    'LaunchesFailed: Runlet launchesFailed',
    'SlotsOverdue: Runlet slotsOverdue',
    'EventsUntaken: AWS/SQS ApproximateNumberOfMessagesVisible',
    'SweepsMissing: AWS/Lambda Errors',
    'ApiFailing: AWS/ApiGateway 5XXError',
    'FunctionsThrottled: AWS/Lambda Throttles',
  ]);
});

test('each alarm is told to the operator, and the runbook says what it means, what to look at and what to do', () => {
  for (const { name, AlarmDescription, AlarmActions } of alarms()) {
    expect(AlarmActions.map(shown)[0]).toMatch(/^<AlertsOperations/);
    expect(AlarmDescription).toContain(`docs/runbook.md, "${name}"`);
    const [, section = ''] = runbook.split(`\n### ${name}\n`);
    for (const heading of ['**Means.**', '**Look at.**', '**Do.**']) expect(section.split('\n### ')[0], name).toContain(heading);
  }
});

test('where an alarm takes more than one, the runbook says how many', () => {
  const words = new Map([
    [3, /\b[Tt]hree\b/],
    [5, /\b[Ff]ive\b/],
  ]);
  for (const { name, Threshold } of alarms()) {
    const [, section = ''] = runbook.split(`\n### ${name}\n`);
    const [means = ''] = section.split('**Look at.**');
    expect(words.get(Threshold)?.test(means) ?? Threshold === 1, name).toBe(true);
  }
});

test('silence is no alarm, but that of the sweeper', () => {
  const loud = alarms().filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
  expect(loud.map(({ name, TreatMissingData }) => [name, TreatMissingData])).toEqual([['SweepsMissing', 'breaching']]);
});

test('figures of our own are those that the functions tell', () => {
  const ours = alarms().filter(({ Namespace }) => Namespace === 'Runlet');
  for (const { MetricName } of ours) expect(Object.keys(metricNames)).toContain(MetricName);
});

test('the operator hears of alarms by mail once the address is set, and of nothing else: subscriptions are made by people', () => {
  const subscription = z.object({ Protocol: z.literal('email'), Endpoint: z.literal('operator@example.com'), TopicArn: z.unknown() });
  expect(resources(template(), 'AWS::SNS::Subscription')).toEqual([]);
  const told = resources(template(everyKnob), 'AWS::SNS::Subscription').map(({ Properties }) => subscription.parse(Properties).TopicArn);
  expect(told.map(shown)).toEqual([expect.stringMatching(/^<AlertsOperations/)]);
});

test('the topic of alarms takes messages of the alarms of this account, and without TLS of nobody', () => {
  const statement = z.object({ Effect: z.string(), Action: z.string(), Principal: z.unknown(), Condition: z.unknown() });
  const policy = z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) });
  const { Statement } = only(template(), 'AWS::SNS::TopicPolicy', policy, 'AlertsOperations').PolicyDocument;
  const [deny, allow] = Statement.toSorted((a, b) => b.Effect.localeCompare(a.Effect));
  expect([deny, allow]).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    expect.objectContaining({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  ]);
  expect(allow?.Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
});

test("messages to people are encrypted by AWS's key, which those of alarms cannot be", () => {
  const topics = resources(template(), 'AWS::SNS::Topic').map(({ id, Properties }) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    Properties['KmsMasterKeyId'],
  ]);
  expect(Object.fromEntries(topics)).toEqual({ AlertsMessages: expect.anything(), AlertsOperations: undefined });
  expect(shown(topics.find(([id]) => id === 'AlertsMessages')?.[1])).toMatch(/:alias\/aws\/sns$/);
});

test('there is a dashboard of metrics and one of scripts, which asks the log for what each ended run wrote', () => {
  const [scripts = '', ...others] = resources(template(), 'AWS::CloudWatch::Dashboard')
    .map(({ Properties }) => shown(Properties['DashboardBody']))
    .toSorted((a, b) => Number(b.includes('"type":"log"')) - Number(a.includes('"type":"log"')));
  expect(others).toHaveLength(1);
  expect(others[0]).not.toContain('"type":"log"');
  expect(endedLine.message).toBe(runEndedMessage);
  for (const field of endedLine.fields) expect(scripts).toContain(field);
  for (const name of enders) expect(scripts).toContain(`<Functions${name.replaceAll('-', '')}Log`);
});

test('the fields of that line are those that are written', () => {
  const source = readFileSync(resolve(import.meta.dirname, '..', '..', 'functions', 'workflow', 'run-ended.ts'), 'utf8');
  for (const field of endedLine.fields) expect(source).toContain(`\`${field}\``);
});

test('no metric has a script as its dimension', () => {
  expect(JSON.stringify(resources(template(), 'AWS::CloudWatch::Alarm'))).not.toContain('"script"');
});
