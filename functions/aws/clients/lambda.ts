import { LambdaClient } from '@aws-sdk/client-lambda';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { InvokeCommand } from '@aws-sdk/client-lambda';

/** The client of other functions; one that is called may start cold. */
export function open(settings: ClientSettings): LambdaClient {
  return new LambdaClient(configuration(settings, 30_000));
}
