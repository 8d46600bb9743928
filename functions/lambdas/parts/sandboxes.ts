import { loader } from '../../aws/clients/loader.ts';
import { createFargateLauncher, createFargateTasks } from '../../aws/launcher/fargate-launcher.ts';
import type { FargateLauncher } from '../../aws/launcher/fargate-launcher.ts';
import type { Config } from '../../config.ts';
import { refuse } from '../absent.ts';

/** What it takes to start sandboxes, beside what it takes to look after them. */
export const startSettings = ['cluster', 'taskDefinitions', 'subnets', 'securityGroup', 'publicAddress', 'apiUrl'] as const;
type StartConfig = Config<(typeof startSettings)[number] | 'endpoint'>;

/** The installation's sandboxes, for those who stop them and look at them, and may start none. */
export function openTasks({ cluster, endpoint }: Config<'cluster' | 'endpoint'>): FargateLauncher {
  const start = refuse('right to start sandboxes');
  return { ...createFargateTasks(clients(endpoint), { cluster }), start, launch: start };
}

/** The same, for those who start them. */
export function openStarter({ endpoint, publicAddress, ...config }: StartConfig): FargateLauncher {
  return createFargateLauncher(clients(endpoint), { ...config, publicAddress, taskDefinition: deployed(config) });
}

/** One architecture is deployed, whichever it is. */
export function deployed({ taskDefinitions }: Pick<StartConfig, 'taskDefinitions'>): string {
  return taskDefinitions.arm64 ?? taskDefinitions.x86_64 ?? '';
}

function clients(endpoint: string | undefined) {
  return { ecs: loader(() => import('../../aws/clients/ecs.ts'), { endpoint }) };
}
