import { Validations } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What AWS's own rules (cdk-nag, AwsSolutions) find and we leave so, each with its reason. A test fails on every other finding, and on an entry here that is not found any more. */
export const acknowledged: readonly { construct: string; id: string; reason: string }[] = [
  {
    construct: 'Storage',
    id: 'AwsSolutions-S1',
    reason:
      'Objects are reached by our functions alone and by addresses that they sign for one object and 15 minutes; a log of each access would need a third bucket that is paid for and read by nobody.',
  },
  ...[
    'RunsEDEB48FF.Arn>/runs',
    'RunsEDEB48FF.Arn>/uploads',
    'RunsEDEB48FF.Arn>/scans',
    'RunsEDEB48FF.Arn>/pool',
    'ScriptsF7DCB8CF.Arn>/code',
  ].map((folder) => ({
    construct: 'Functions',
    id: `AwsSolutions-IAM5[Resource::<Storage${folder}/*]`,
    reason: 'Keys of objects are made as runs and scripts come; a function gets those folders of them alone that it works with.',
  })),
  {
    construct: 'Functions',
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:task/<SandboxCluster4A50E4B0>/*]',
    reason: 'ECS makes up the ids of tasks; these are the tasks of our own cluster.',
  },
  {
    construct: 'Functions',
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<SchedulesGroupC7F67308>/*]',
    reason: 'Schedules are made as people make them; these are the schedules of our own group.',
  },
  {
    construct: 'Functions',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'ecs:ListTasks takes no task as its resource, the condition names the cluster; what is asked and ended of subscriptions in SNS takes none, nor does X-Ray, when tracing is on.',
  },
  { construct: 'Scanner', id: 'AwsSolutions-IAM5[Resource::*]', reason: 'X-Ray, when tracing is on, takes no resource.' },
  { construct: 'Sandbox/ExecutionRole', id: 'AwsSolutions-IAM5[Resource::*]', reason: 'ecr:GetAuthorizationToken takes no resource.' },
  {
    construct: 'Workflow',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'The calls by which a service sets up the delivery of its logs take no resource.',
  },
  {
    construct: 'Scanner',
    id: 'AwsSolutions-L1',
    reason: 'Scripts are read by the Python with which they are run; that one is 3.13 in the image.',
  },
  {
    construct: 'Network',
    id: 'AwsSolutions-VPC7',
    reason:
      'Nothing listens in this network, each address in it is used once for one run, and what scripts send out is theirs; flow logs at $0.50 a GB would cost more than the runs.',
  },
  {
    construct: 'Sandbox',
    id: 'AwsSolutions-ECS4',
    reason: 'Container Insights costs a set of metrics for every task; each run records what it used.',
  },
  {
    construct: 'Workflow',
    id: 'AwsSolutions-SF1',
    reason:
      'Errors are logged; the full history of each execution stays with Step Functions for 90 days, and a copy of it would cost as much as the run itself.',
  },
  { construct: 'Workflow', id: 'AwsSolutions-SF2', reason: 'Tracing is a knob, because it is paid for by the request.' },
  {
    construct: 'Identity',
    id: 'AwsSolutions-COG2',
    reason: 'A second factor is offered, not forced; a team turns that over in its own pool without deploying.',
  },
  {
    construct: 'Identity',
    id: 'AwsSolutions-COG8',
    reason: 'The Plus plan is paid for by the user and month; nothing here may cost while it is not used.',
  },
  {
    construct: 'Api',
    id: 'AwsSolutions-APIG2',
    reason: 'Each request is parsed whole by the schema of its route in the function, with an answer that names the wrong field.',
  },
  {
    construct: 'Api',
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason: "The role by which API Gateway writes its logs is the account's, and AWS names this policy for it.",
  },
  { construct: 'Api', id: 'AwsSolutions-APIG3', reason: 'The web firewall is a knob, because it costs $7 a month.' },
  {
    construct: 'Api',
    id: 'AwsSolutions-APIG6',
    reason:
      'Execution logs carry headers and bodies, and with them tokens and secrets; the access log and the functions tell of each request without.',
  },
  {
    construct: 'Api',
    id: 'AwsSolutions-COG4',
    reason: "Our own authorizer checks both API tokens and Cognito's JWTs; API Gateway's checks the latter alone.",
  },
  {
    construct: 'Api',
    id: 'AwsSolutions-APIG4',
    reason:
      "Open are the state of health, what answers 404, and the runners' addresses, whose one-time codes and session tokens stand in the body.",
  },
];

/** Tells the rules what is left so. */
export function acknowledge(stack: Stack): void {
  for (const { construct, id, reason } of acknowledged) {
    const at = construct.split('/').reduce<IConstruct>((parent, name) => parent.node.findChild(name), stack);
    Validations.of(at).acknowledge({ id, reason });
  }
}
