import { ECSClient } from '@aws-sdk/client-ecs';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { RunTaskCommand, StopTaskCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';

/** The client of the container service. */
export function open(settings: ClientSettings): ECSClient {
  return new ECSClient(configuration(settings, 15_000));
}
