import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Functions } from './functions.ts';
import type { Sandbox } from './sandbox.ts';
import type { Workflow } from './workflow.ts';

export interface EventsProps {
  functions: Functions;
  sandbox: Sandbox;
  workflow: Workflow;
}

/** What tells of a run's end beside its own workflow: sandboxes that stopped, workflows that failed, and the sweep of every minute. */
export class Events extends Construct {
  /** Events that no function took. Each is a run whose end the sweeper has to find. */
  readonly untaken: Queue;

  constructor(scope: Construct, id: string, { functions, sandbox, workflow }: EventsProps) {
    super(scope, id);
    this.untaken = new Queue(this, 'Untaken', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const stopped = { clusterArn: [sandbox.clusterArn], lastStatus: ['STOPPED'] };
    this.on('TaskStopped', functions, 'task-stopped', { source: ['aws.ecs'], detailType: ['ECS Task State Change'], detail: stopped });
    const ended = { stateMachineArn: [workflow.machine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] };
    const detailType = ['Step Functions Execution Status Change'];
    this.on('ExecutionEnded', functions, 'execution-ended', { source: ['aws.states'], detailType, detail: ended });
    // A sweep that was missed or failed needs no second try, neither by EventBridge nor by Lambda: the next one comes within a minute.
    const sweep = functions.get('sweep').target;
    sweep.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const target = new LambdaFunction(sweep, { retryAttempts: 0 });
    new Rule(this, 'Sweep', { schedule: Schedule.rate(Duration.minutes(1)), targets: [target] });
  }

  private on(id: string, functions: Functions, name: 'task-stopped' | 'execution-ended', eventPattern: EventPattern): void {
    const target = functions.get(name).target;
    // EventBridge only hands over; what fails afterwards Lambda keeps, after two more tries of its own.
    target.configureAsyncInvoke({ onFailure: new SqsDestination(this.untaken), retryAttempts: 2, maxEventAge: Duration.hours(1) });
    new Rule(this, id, {
      eventPattern,
      targets: [new LambdaFunction(target, { deadLetterQueue: this.untaken, retryAttempts: 10, maxEventAge: Duration.hours(2) })],
    });
  }
}
