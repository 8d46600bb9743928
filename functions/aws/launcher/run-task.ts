import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { runnerContainer } from '../../../core/sandbox.ts';
import type { SandboxSize } from '../../../core/sandbox.ts';
import type { Clients } from '../clients/index.ts';
import { faultName, isPassing } from '../passing-fault.ts';

/** Where tasks are started, and as what. */
export interface TaskPlace {
  /** ARN of the cluster, and ARN or family of the task definition. */
  cluster: string;
  taskDefinition: string;
  subnets: readonly string[];
  securityGroup: string;
  /** Whether tasks have public addresses of their own; by default they do, because public subnets without a NAT have no other way out. */
  publicAddress?: boolean;
}

/** One task: the same `token` with the same rest is the same task, however often it is asked for. */
export interface TaskOrder {
  /** At most 64 characters (AWS docs: ECS, "Ensuring idempotency"). */
  token: string;
  startedBy: string;
  size: SandboxSize;
  /** GiB; null for the disk that every task has. */
  diskGiB: number | null;
  environment: Readonly<Record<string, string>>;
}

/** AWS docs, RunTask: `resourceIds` are the tasks that already have this token. */
const conflict = z.object({ name: z.literal('ConflictException'), resourceIds: z.array(z.string()).min(1) });

/** What ECS says where room is missing that may come back (AWS docs: ECS, "API failure reasons"; re:Post, "Capacity is unavailable"). */
const shortage = /^RESOURCE:|capacity is unavailable|limit on the number of (vcpus|tasks)|rate exceeded|try again/i;

/**
 * Starts the task. A token that was used for another request names a task that exists: that one is taken.
 * @returns its ARN. @throws AppError `no-capacity` or `start-failed`, as the port `Launcher` says.
 */
export async function runTask({ ecs }: Pick<Clients, 'ecs'>, place: TaskPlace, order: TaskOrder): Promise<string> {
  const { client, sdk } = await ecs();
  try {
    const { tasks, failures } = await client.send(new sdk.RunTaskCommand(requestOf(place, order)));
    const started = tasks?.[0]?.taskArn;
    if (started !== undefined) return started;
    const [failure] = failures ?? [];
    throw refusal([failure?.reason, failure?.detail].filter(Boolean).join(': ') || 'ECS named neither a task nor a failure', false);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const existing = conflict.safeParse(error);
    if (existing.success && existing.data.resourceIds[0] !== undefined) return existing.data.resourceIds[0];
    throw refusal(`${faultName(error)}: ${error instanceof Error ? error.message : ''}`, isPassing(error));
  }
}

/** A function of the order alone, so that asking again asks for the very same. */
function requestOf(place: TaskPlace, { token, startedBy, size, diskGiB, environment }: TaskOrder) {
  return {
    cluster: place.cluster,
    taskDefinition: place.taskDefinition,
    count: 1,
    launchType: 'FARGATE' as const,
    clientToken: token,
    startedBy,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...place.subnets],
        securityGroups: [place.securityGroup],
        assignPublicIp: place.publicAddress === false ? ('DISABLED' as const) : ('ENABLED' as const),
      },
    },
    // Tasks carry the stack's tags, by which its costs are found.
    propagateTags: 'TASK_DEFINITION' as const,
    enableECSManagedTags: true,
    overrides: {
      // In units of 1/1024 vCPU and in MiB.
      cpu: String(size.cpu * 1024),
      memory: String(size.memoryMiB),
      ...(diskGiB === null ? {} : { ephemeralStorage: { sizeInGiB: diskGiB } }),
      containerOverrides: [{ name: runnerContainer, environment: Object.entries(environment).map(([name, value]) => ({ name, value })) }],
    },
  };
}

function refusal(said: string, passing: boolean): AppError {
  return passing || shortage.test(said)
    ? new AppError('no-capacity', `ECS has no room for the sandbox right now (${said}); it is tried again.`)
    : new AppError('start-failed', `ECS refused to start the sandbox (${said}); the runbook says what to look at.`);
}
