import type { Task } from '@aws-sdk/client-ecs';
import { runnerContainer } from '../../../core/sandbox.ts';
import type { SandboxState } from '../../ports/launcher.ts';
import type { Clients } from '../clients/index.ts';
import { faultName } from '../passing-fault.ts';

/** The most tasks that one DescribeTasks takes, and that one page of ListTasks has (AWS docs). */
const batch = 100;

/** AWS docs, StopTask: the reason is at most 1,024 characters; it stands in the task's `stoppedReason`. */
const stopReason = 'Runlet: the run was canceled or has ended';

/** Asks for the task's end: SIGTERM, then SIGKILL after the `stopTimeout` of the task definition. */
export async function stopTask({ ecs }: Pick<Clients, 'ecs'>, cluster: string, ref: string): Promise<void> {
  const { client, sdk } = await ecs();
  try {
    await client.send(new sdk.StopTaskCommand({ cluster, task: ref, reason: stopReason }));
  } catch (error) {
    // So ECS answers for a task that it has forgotten, an hour after it stopped (AWS docs: StopTask, DescribeTasks).
    const forgotten = faultName(error) === 'InvalidParameterException' && error instanceof Error && /not found/i.test(error.message);
    if (!forgotten) throw error;
  }
}

/** What is known of each task by its ARN; tasks that ECS has forgotten are missing. */
export async function describeTasks({ ecs }: Pick<Clients, 'ecs'>, cluster: string, refs: readonly string[]): Promise<Map<string, Task>> {
  const known = new Map<string, Task>();
  const { client, sdk } = await ecs();
  for (let from = 0; from < refs.length; from += batch) {
    const { tasks } = await client.send(new sdk.DescribeTasksCommand({ cluster, tasks: refs.slice(from, from + batch) }));
    for (const task of tasks ?? []) if (task.taskArn !== undefined) known.set(task.taskArn, task);
  }
  return known;
}

/** All tasks of the cluster that are to run, those that are only starting included. */
export async function listTasks({ ecs }: Pick<Clients, 'ecs'>, cluster: string): Promise<string[]> {
  const { client, sdk } = await ecs();
  const refs: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new sdk.ListTasksCommand({ cluster, desiredStatus: 'RUNNING', maxResults: batch, ...(nextToken === undefined ? {} : { nextToken }) }),
    );
    refs.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return refs;
}

/** What the task's status means. From DEPROVISIONING on its containers have stopped (AWS docs: ECS, "Task lifecycle"). */
export function stateOf(task: Task | undefined): SandboxState {
  if (task === undefined) return { state: 'gone', began: false, exitCode: null, why: 'ECS knows no such task, or has forgotten it.' };
  const { lastStatus = '', startedAt } = task;
  const began = startedAt !== undefined;
  if (lastStatus === 'STOPPED' || lastStatus === 'DEPROVISIONING')
    return { state: 'gone', began, exitCode: runnerOf(task)?.exitCode ?? null, why: whyOf(task) };
  return { state: began ? 'running' : 'starting' };
}

function whyOf(task: Task): string {
  const said = [task.stopCode, task.stoppedReason, runnerOf(task)?.reason].filter((text) => text !== undefined && text !== '');
  return said.length === 0 ? 'The task stopped, and ECS does not say why.' : said.join(': ');
}

function runnerOf(task: Task) {
  return task.containers?.find(({ name }) => name === runnerContainer);
}
