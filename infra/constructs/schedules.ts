import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Functions } from './functions.ts';
import type { Grant } from './runlet-function.ts';
import type { Undelivered } from './undelivered.ts';

export interface SchedulesProps {
  functions: Functions;
  undelivered: Undelivered;
}

/** Where EventBridge Scheduler keeps our schedules: a group of the stack's own, which goes with it, and a role that may do nothing but call `fire`. */
export class Schedules extends Construct {
  private readonly group: CfnScheduleGroup;
  private readonly role: Role;
  private readonly fireArn: string;
  private readonly undelivered: Undelivered;

  constructor(scope: Construct, id: string, { functions, undelivered }: SchedulesProps) {
    super(scope, id);
    this.undelivered = undelivered;
    this.group = new CfnScheduleGroup(this, 'Group');
    const fire = functions.get('fire');
    this.fireArn = fire.arn;
    this.role = new Role(this, 'Role', {
      // AWS docs, EventBridge Scheduler, "Confused deputy prevention": the source is the group.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.group.attrArn } },
      }),
      description: 'What EventBridge Scheduler needs to call `fire`, and to keep what it could not call it with.',
    });
    this.role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.fireArn] }));
    // AWS docs, "Configuring a schedule's dead-letter queue": it is written to in the name of this role.
    this.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.arn] }));
    // Scheduler's call ends once Lambda has taken it over, so what fails afterwards is tried again, and kept, by Lambda.
    fire.target.configureAsyncInvoke({
      onFailure: new SqsDestination(undelivered.queue),
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
  }

  /** Keeping schedules and forgetting them. Whoever keeps one hands Scheduler the role, and can hand it no other. */
  readonly keep: Grant = (fn) => {
    fn.allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], [this.inGroup]);
    fn.allow(['iam:PassRole'], [this.role.roleArn], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    fn.tell('RUNLET_SCHEDULE_GROUP', this.group.ref);
    fn.tell('RUNLET_FIRE', this.fireArn);
    fn.tell('RUNLET_FIRE_ROLE', this.role.roleArn);
    this.undelivered.name(fn);
  };

  /** Forgetting those that come due no more. */
  readonly forget: Grant = (fn) => {
    fn.allow(['scheduler:DeleteSchedule'], [this.inGroup]);
    fn.tell('RUNLET_SCHEDULE_GROUP', this.group.ref);
  };

  private get inGroup(): string {
    const parts = { service: 'scheduler', resource: 'schedule', resourceName: `${this.group.ref}/*` };
    return Stack.of(this).formatArn({ ...parts, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }
}
