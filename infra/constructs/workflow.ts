import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { retentionOf } from '../retention.ts';
import type { Alerts } from './alerts.ts';
import type { Functions } from './functions.ts';
import type { Grant } from './runlet-function.ts';
import { workflowDefinition } from './workflow-definition.ts';

export interface WorkflowProps {
  functions: Functions;
  alerts: Alerts;
  retentionDays: number;
  tracing: boolean;
}

/** The state machine of a run, and who may start and answer it. */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  private readonly topicArn: string;
  private readonly machineName = `${Aws.STACK_NAME}-run`;

  constructor(scope: Construct, id: string, { functions, alerts, retentionDays, tracing }: WorkflowProps) {
    super(scope, id);
    this.topicArn = alerts.runs.topicArn;
    const steps = { launch: functions.get('launch'), run: functions.get('run'), finish: functions.get('finish') };
    const { launch, run, finish } = { launch: steps.launch.arn, run: steps.run.arn, finish: steps.finish.arn };
    const definition = workflowDefinition({ launch, run, finish, topic: this.topicArn });
    const destination = new LogGroup(this, 'Log', { retention: retentionOf(retentionDays), removalPolicy: RemovalPolicy.DESTROY });
    this.machine = new StateMachine(this, 'Machine', {
      // The one physical name: the workflow calls `finish`, and `finish` starts the next run's workflow, so one must know the other by name.
      stateMachineName: this.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: tracing,
      logs: { destination, level: LogLevel.ERROR, includeExecutionData: false },
    });
    this.machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [launch, run, finish] }));
    this.machine.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topicArn] }));
  }

  /** Starting workflows of admitted runs. */
  readonly start: Grant = (fn) => {
    fn.allow(['states:StartExecution'], [this.arn]);
    fn.tell('RUNLET_STATE_MACHINE', this.arn);
  };

  /** Answering steps that wait. AWS knows these calls by their token alone, but takes the machine as their resource. */
  readonly answer: Grant = (fn) => {
    fn.allow(['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], [this.arn]);
  };

  /** Telling people of a run, as the state `Publish` does, where no workflow is left to. */
  readonly publish: Grant = (fn) => {
    fn.allow(['sns:Publish'], [this.topicArn]);
    fn.tell('RUNLET_TOPIC', this.topicArn);
  };

  private get arn(): string {
    const parts = { service: 'states', resource: 'stateMachine', resourceName: this.machineName };
    return Stack.of(this).formatArn({ ...parts, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}
