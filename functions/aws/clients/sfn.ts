import { SFNClient } from '@aws-sdk/client-sfn';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export {
  StartExecutionCommand,
  StopExecutionCommand,
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
} from '@aws-sdk/client-sfn';

/** The client of the state machines. */
export function open(settings: ClientSettings): SFNClient {
  return new SFNClient(configuration(settings, 10_000));
}
