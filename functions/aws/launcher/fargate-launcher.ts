import { idPattern } from '../../../core/ids.ts';
import { sandboxDisk, sandboxSize } from '../../../core/sandbox.ts';
import type { Launch, Launcher, Sandbox } from '../../ports/launcher.ts';
import type { Clients } from '../clients/index.ts';
import { runTask } from './run-task.ts';
import type { TaskOrder, TaskPlace } from './run-task.ts';
import { describeTasks, listTasks, stateOf, stopTask } from './tasks.ts';

export interface FargateSettings extends TaskPlace {
  /** Address of the API, without a slash at its end, at which the runner claims its run. */
  apiUrl: string;
}

/** A task of the cluster and what it was started for. */
export interface StartedTask {
  ref: string;
  startedBy: string;
}

/** The tasks of the cluster, for those who start none. */
export interface FargateTasks extends Omit<Launcher, 'launch'> {
  /** Every task of the cluster that is starting or running. */
  tasks(): Promise<StartedTask[]>;
}

export interface FargateLauncher extends FargateTasks, Launcher {
  /** Starts a task that is no run's yet. @throws AppError `no-capacity`, `start-failed`. */
  start(order: TaskOrder): Promise<string>;
}

/** One task on Fargate for each launch; its runner fetches the job itself with the launch's claim code. A sandbox's `ref` is the ARN of its task. */
export function createFargateLauncher(clients: Pick<Clients, 'ecs'>, settings: FargateSettings): FargateLauncher {
  const start = (order: TaskOrder) => runTask(clients, settings, order);
  return { ...createFargateTasks(clients, settings), start, launch: (launch) => start(orderOf(launch, settings.apiUrl)) };
}

/** Stops and looks at the tasks of a cluster. */
export function createFargateTasks(clients: Pick<Clients, 'ecs'>, { cluster }: Pick<FargateSettings, 'cluster'>): FargateTasks {
  const tasks = () => startedTasks(clients, cluster);
  return {
    tasks,
    // ECS has one grace for all runs, `stopTimeout`; the run's own the runner has heard with its job or hears with its next beat.
    stop: ({ ref }) => stopTask(clients, cluster, ref),
    look: async (sandboxes) => {
      const known = await describeTasks(clients, cluster, [...new Set(sandboxes.map(({ ref }) => ref))]);
      return sandboxes.map(({ ref }) => stateOf(known.get(ref)));
    },
    living: async () => runsOf(await tasks()),
  };
}

/** The order says the launch and nothing else: overrides can be read by whoever may describe tasks, so they carry no more than the one-time code. */
function orderOf({ runId, attempt, launch, limits, cpu, claimCode }: Launch, apiUrl: string): TaskOrder {
  return {
    token: `${runId}-${attempt}-${launch}`,
    startedBy: runId,
    size: sandboxSize(limits, cpu),
    diskGiB: sandboxDisk(limits),
    environment: { RUNLET_API: apiUrl, RUNLET_RUN: runId, RUNLET_CLAIM: claimCode },
  };
}

/** Those tasks that were started for a run. */
export function runsOf(tasks: readonly StartedTask[]): Sandbox[] {
  return tasks.filter(({ startedBy }) => idPattern('run').test(startedBy)).map(({ ref, startedBy }) => ({ ref, runId: startedBy }));
}

async function startedTasks(clients: Pick<Clients, 'ecs'>, cluster: string): Promise<StartedTask[]> {
  const known = await describeTasks(clients, cluster, await listTasks(clients, cluster));
  return [...known].flatMap(([ref, task]) =>
    task.startedBy !== undefined && stateOf(task).state !== 'gone' ? [{ ref, startedBy: task.startedBy }] : [],
  );
}
