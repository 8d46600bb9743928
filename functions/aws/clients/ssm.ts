import { SSMClient } from '@aws-sdk/client-ssm';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { PutParameterCommand, GetParameterCommand, DeleteParameterCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';

/** The client of the parameters. */
export function open(settings: ClientSettings): SSMClient {
  return new SSMClient(configuration(settings, 10_000));
}
