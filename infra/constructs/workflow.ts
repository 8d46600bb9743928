import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { retentionOf } from '../retention.ts';
import type { Functions } from './functions.ts';
import type { Grant } from './runlet-function.ts';
import { workflowDefinition } from './workflow-definition.ts';

export interface WorkflowProps {
  functions: Functions;
  retentionDays: number;
  tracing: boolean;
}

/** The state machine of a run, and who may start and answer it. */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  private readonly machineName = `${Aws.STACK_NAME}-run`;

  constructor(scope: Construct, id: string, { functions, retentionDays, tracing }: WorkflowProps) {
    super(scope, id);
    const arnOf = (name: 'launch' | 'run' | 'finish' | 'admit') => functions.get(name).arn;
    const parts = { launch: arnOf('launch'), run: arnOf('run'), finish: arnOf('finish'), admit: arnOf('admit') };
    const definition = workflowDefinition(parts);
    const destination = new LogGroup(this, 'Log', { retention: retentionOf(retentionDays), removalPolicy: RemovalPolicy.DESTROY });
    this.machine = new StateMachine(this, 'Machine', {
      // The one physical name: the workflow calls `finish`, and `finish` starts the next run's workflow, so one must know the other by name.
      stateMachineName: this.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: tracing,
      logs: { destination, level: LogLevel.ERROR, includeExecutionData: false },
    });
    this.machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: Object.values(parts) }));
  }

  /** Starting workflows of admitted runs. */
  readonly start: Grant = (fn) => {
    fn.allow(['states:StartExecution'], [this.arn]);
    fn.tell('RUNLET_STATE_MACHINE', this.arn);
  };

  /** Answering steps that wait. AWS knows these calls by their token alone, but takes the machine as their resource. */
  readonly succeed: Grant = (fn) => fn.allow(['states:SendTaskSuccess'], [this.arn]);
  readonly fail: Grant = (fn) => fn.allow(['states:SendTaskFailure'], [this.arn]);
  readonly beat: Grant = (fn) => fn.allow(['states:SendTaskHeartbeat'], [this.arn]);

  private get arn(): string {
    const name = { service: 'states', resource: 'stateMachine', resourceName: this.machineName };
    return Stack.of(this).formatArn({ ...name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}
