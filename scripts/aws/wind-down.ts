import { setTimeout as sleep } from 'node:timers/promises';
import { ECSClient, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { DeleteFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { functionName } from './installation.ts';
import type { Outputs } from './installation.ts';

/** Functions by which a run can begin or go on: whoever calls, due times, the clock of every minute, the workflow. */
const beginners = ['runs', 'python', 'schedules', 'fire', 'undelivered', 'sweep', 'launch', 'admit'] as const;
/** A task is killed at latest 120 s after it was told to stop; its network interface goes a little later. */
const [mostWaits, waitMs] = [60, 3000];

/** Lets nothing begin any more: a function that may run nowhere at once is refused to everybody, the sweep's schedule included. */
export async function closeDoors(stack: string): Promise<void> {
  const lambda = new LambdaClient();
  for (const name of beginners) {
    const FunctionName = await functionName(stack, name);
    if (FunctionName !== null) await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  }
}

/** Takes that back, for a stack whose removal was begun and not ended. */
export async function openDoors(stack: string): Promise<void> {
  const lambda = new LambdaClient();
  for (const name of beginners) {
    const FunctionName = await functionName(stack, name);
    if (FunctionName !== null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

/** Stops every execution that is under way; answers how many there were. */
export async function stopExecutions({ StateMachineArn }: Outputs): Promise<number> {
  const sfn = new SFNClient();
  let stopped = 0;
  for (;;) {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: StateMachineArn, statusFilter: 'RUNNING', maxResults: 100 }),
    );
    if (executions.length === 0) return stopped;
    for (const { executionArn } of executions)
      await sfn.send(new StopExecutionCommand({ executionArn, error: 'canceled', cause: 'Runlet is being destroyed.' }));
    stopped += executions.length;
  }
}

/** Stops every task and waits until none is left, because a task's network interface holds the network; answers how many there were.
 *  @throws Error when some are still there after three minutes. */
export async function stopTasks({ ClusterArn: cluster }: Outputs): Promise<number> {
  const ecs = new ECSClient();
  const told = new Set<string>();
  for (let waits = 0; waits < mostWaits; waits++) {
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster }));
    if (taskArns.length === 0) return told.size;
    for (const task of taskArns.filter((arn) => !told.has(arn))) {
      await ecs.send(new StopTaskCommand({ cluster, task, reason: 'Runlet is being destroyed.' }));
      told.add(task);
    }
    await sleep(waitMs);
  }
  throw new Error(`Some tasks of ${cluster} have not stopped within three minutes; look at them in the ECS console and try again.`);
}
