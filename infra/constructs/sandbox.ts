import { join, resolve } from 'node:path';
import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { CfnCluster, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as z from 'zod';
import { runnerContainer } from '../../core/sandbox.ts';
import type { Config } from '../config.ts';
import { retentionOf } from '../retention.ts';
import type { Network } from './network.ts';
import type { Grant } from './runlet-function.ts';

export interface SandboxProps {
  network: Network;
  architecture: Config['architecture'];
  retentionDays: number;
}

const root = resolve(import.meta.dirname, '..', '..');
/** What root may do in a container by default and the runner has no use for. It keeps CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETPCAP and
 *  SETUID, by which it makes the script's account, gives it its folder and ends its processes; the script itself has none. */
const unneeded = ['AUDIT_WRITE', 'FSETID', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW', 'SETFCAP', 'SYS_CHROOT'] as const;

/** What a run may write, on the task's own disk (20 GiB, deleted with it): the folders that the Dockerfile names as volumes. All else is read-only. */
const writable = { runlet: '/var/runlet', tmp: '/tmp' };

/** Where runs execute: one Fargate task for each, from one task definition whose size each task overrides. */
export class Sandbox extends Construct {
  private readonly cluster: CfnCluster;
  private readonly definition: CfnTaskDefinition;
  private readonly executionRole: Role;
  private readonly props: SandboxProps;

  constructor(scope: Construct, id: string, props: SandboxProps) {
    super(scope, id);
    this.props = props;
    this.cluster = new CfnCluster(this, 'Cluster', { clusterSettings: [{ name: 'containerInsights', value: 'disabled' }] });
    this.executionRole = new Role(this, 'ExecutionRole', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      description:
        'What Fargate itself needs to fetch the image and to write the log of the runner; nothing inside of the task can use it.',
    });
    this.definition = this.define(this.image(), this.log());
  }

  get clusterArn(): string {
    return this.cluster.attrArn;
  }

  /** Starting sandboxes, and with it what a sandbox is started with. */
  readonly launch: Grant = (fn) => {
    const inCluster = { ArnEquals: { 'ecs:cluster': this.cluster.attrArn } };
    fn.allow(['ecs:RunTask'], [this.definition.ref], inCluster);
    // Tasks take over the tags of their definition, by which their cost is found.
    fn.allow(['ecs:TagResource'], [this.tasks], { StringEquals: { 'ecs:CreateAction': 'RunTask' } });
    fn.allow(['iam:PassRole'], [this.executionRole.roleArn], { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    fn.tell('RUNLET_CLUSTER', this.cluster.attrArn);
    fn.tell('RUNLET_TASK_DEFINITION', Stack.of(this).toJsonString({ [this.props.architecture]: this.definition.ref }));
    fn.tell('RUNLET_SUBNETS', this.props.network.subnetIds.join(','));
    fn.tell('RUNLET_SECURITY_GROUP', this.props.network.securityGroupId);
    fn.tell('RUNLET_PUBLIC_IP', this.props.network.publicAddresses ? 'ENABLED' : 'DISABLED');
  };

  /** Stopping sandboxes. Tasks have no names that could be known before, so all of the cluster's. */
  readonly stop: Grant = (fn) => {
    fn.allow(['ecs:StopTask'], [this.tasks]);
    fn.tell('RUNLET_CLUSTER', this.cluster.attrArn);
  };

  /** Asking what became of sandboxes. */
  readonly look: Grant = (fn) => {
    fn.allow(['ecs:DescribeTasks'], [this.tasks]);
    fn.tell('RUNLET_CLUSTER', this.cluster.attrArn);
  };

  /** Listing what is under way. AWS takes no resource for it but container instances, which Fargate has none of, so the condition is what limits it. */
  readonly list: Grant = (fn) => {
    fn.allow(['ecs:ListTasks'], ['*'], { ArnEquals: { 'ecs:cluster': this.cluster.attrArn } });
    fn.tell('RUNLET_CLUSTER', this.cluster.attrArn);
  };

  private get tasks(): string {
    const parts = { service: 'ecs', resource: 'task', resourceName: `${this.cluster.ref}/*` };
    return Stack.of(this).formatArn({ ...parts, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }

  private image(): DockerImageAsset {
    const baseImage = z.string().optional().parse(this.node.tryGetContext('baseImage'));
    const image = new DockerImageAsset(this, 'Image', {
      directory: join(root, 'runner-container'),
      exclude: ['tests', '**/__pycache__', '.*'],
      platform: this.props.architecture === 'arm64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      buildArgs: baseImage === undefined ? {} : { BASE_IMAGE: baseImage },
    });
    image.repository.grantPull(this.executionRole);
    return image;
  }

  private log(): LogGroup {
    const log = new LogGroup(this, 'Log', { retention: retentionOf(this.props.retentionDays), removalPolicy: RemovalPolicy.DESTROY });
    const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    this.executionRole.addToPolicy(new PolicyStatement({ actions, resources: [log.logGroupArn] }));
    return log;
  }

  private define(image: DockerImageAsset, log: LogGroup): CfnTaskDefinition {
    const volumes = Object.keys(writable).map((name) => ({ name }));
    return new CfnTaskDefinition(this, 'Definition', {
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      runtimePlatform: {
        cpuArchitecture: this.props.architecture === 'arm64' ? 'ARM64' : 'X86_64',
        operatingSystemFamily: 'LINUX',
      },
      // No task role: there are no credentials inside of the task that a script could find.
      executionRoleArn: this.executionRole.roleArn,
      volumes,
      containerDefinitions: [this.container(image, log)],
    });
  }

  private container(image: DockerImageAsset, log: LogGroup): CfnTaskDefinition.ContainerDefinitionProperty {
    return {
      name: runnerContainer,
      image: image.imageUri,
      essential: true,
      readonlyRootFilesystem: true,
      privileged: false,
      // The runner hears SIGTERM, gives the script its grace, and reports; 120 s is the longest that ECS waits.
      stopTimeout: 120,
      linuxParameters: { capabilities: { drop: [...unneeded] } },
      mountPoints: Object.entries(writable).map(([sourceVolume, containerPath]) => ({ sourceVolume, containerPath, readOnly: false })),
      ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': log.logGroupName, 'awslogs-region': Aws.REGION, 'awslogs-stream-prefix': 'run', mode: 'non-blocking' },
      },
    };
  }
}
