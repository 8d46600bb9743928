import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { everyKnob, resources, shown, template } from './synthesize.ts';

/** Properties by which types that we use would be given a name of ours. */
const naming: Record<string, string> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::Events::Rule': 'Name',
};

test('nothing has a name of ours, but the state machine, whose function must know it before it is there', () => {
  const named = resources(template(everyKnob)).flatMap(({ Type, Properties }) => {
    const property = naming[Type];
    return property !== undefined && property in Properties ? [`${Type} ${shown(Properties[property])}`] : [];
  });
  expect(named).toEqual(['AWS::StepFunctions::StateMachine <AWS::StackName>-run']);
});

test('what is paid for carries tags that say to which installation it belongs', () => {
  const paid = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Lambda::Function', 'AWS::ECS::TaskDefinition', 'AWS::Logs::LogGroup'];
  for (const { id, Properties } of resources(template()).filter(({ id, Type }) => paid.includes(Type) && !id.startsWith('CustomVpc'))) {
    expect(Properties['Tags'], id).toContainEqual({ Key: 'application', Value: 'runlet' });
    expect(Properties['Tags'], id).toContainEqual({ Key: 'installation', Value: 'Runlet' });
  }
});

test('the stack is wiring: at most 100 lines', () => {
  const source = readFileSync(resolve(import.meta.dirname, '..', '..', 'infra', 'runlet-stack.ts'), 'utf8');
  expect(source.split('\n').length).toBeLessThanOrEqual(101);
});
