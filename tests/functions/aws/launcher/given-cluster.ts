import * as z from 'zod';
import { fault, ok } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

const started = z.object({ clientToken: z.string(), startedBy: z.string(), taskDefinition: z.string() });
const named = z.object({ task: z.string() });
const asked = z.object({ tasks: z.array(z.string()) });

export const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/runlet';

export interface PlayedTask {
  taskArn: string;
  startedBy: string;
  taskDefinition: string;
  lastStatus: string;
  startedAt?: number;
}

/** ECS as far as its tasks go, behind the recorder: tasks are started RUNNING, one for each token, and stopped at once. */
export function givenCluster(aws: AwsRecorder): Map<string, PlayedTask> {
  const tasks = new Map<string, PlayedTask>();
  aws.answers('RunTask', (body) => {
    const { clientToken, ...order } = started.parse(body);
    const taskArn = `arn:aws:ecs:us-east-1:123456789012:task/runlet/${clientToken}`;
    if (!tasks.has(taskArn)) tasks.set(taskArn, { taskArn, ...order, lastStatus: 'RUNNING', startedAt: 1_790_000_000 });
    return ok({ tasks: [{ taskArn }] });
  });
  aws.answers('StopTask', (body) => {
    const task = tasks.get(named.parse(body).task);
    if (!task) return fault('InvalidParameterException', 'The referenced task was not found.');
    task.lastStatus = 'STOPPED';
    return ok({ task });
  });
  aws.answers('DescribeTasks', (body) => ok({ tasks: asked.parse(body).tasks.flatMap((arn) => tasks.get(arn) ?? []) }));
  aws.answers('ListTasks', () => ok({ taskArns: living(tasks).map(({ taskArn }) => taskArn) }));
  return tasks;
}

export function living(tasks: ReadonlyMap<string, PlayedTask>): PlayedTask[] {
  return [...tasks.values()].filter(({ lastStatus }) => lastStatus !== 'STOPPED');
}
