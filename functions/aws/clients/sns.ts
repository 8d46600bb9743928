import { SNSClient } from '@aws-sdk/client-sns';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { SubscribeCommand, UnsubscribeCommand, PublishCommand, GetSubscriptionAttributesCommand } from '@aws-sdk/client-sns';

/** The client of the topic. */
export function open(settings: ClientSettings): SNSClient {
  return new SNSClient(configuration(settings, 10_000));
}
