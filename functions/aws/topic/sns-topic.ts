import { AppError } from '../../../core/errors.ts';
import { checkAddress, checkMessage } from '../../ports/message.ts';
import type { Topic } from '../../ports/topic.ts';
import type { Clients } from '../clients/index.ts';

export interface SnsTopicSettings {
  clients: Pick<Clients, 'sns'>;
  topicArn: string;
}

/** What SNS answers for a subscription that is gone, or whose owner has not agreed yet and that vanishes by itself. */
const nothingToEnd = new Set(['NotFoundException', 'InvalidParameterException']);

/**
 * Messages through one SNS topic with one subscription for each address; each hears only what carries its address as the attribute `to`.
 * SNS asks the owner of an address to agree first, and tells nothing of mails that bounce.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function createSnsTopic({ clients, topicArn }: SnsTopicSettings): Topic {
  return {
    subscribe: async (address) => {
      checkAddress(address);
      const { client, sdk } = await clients.sns();
      const Attributes = { FilterPolicy: JSON.stringify({ to: [address] }) };
      const request = { TopicArn: topicArn, Protocol: 'email', Endpoint: address, ReturnSubscriptionArn: true, Attributes };
      const { SubscriptionArn: ref = '' } = await client.send(new sdk.SubscribeCommand(request));
      const told = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn: ref }));
      return { ref, address, status: told.Attributes?.['PendingConfirmation'] === 'false' ? 'confirmed' : 'pending' };
    },
    unsubscribe: async (ref) => {
      const { client, sdk } = await clients.sns();
      await client.send(new sdk.UnsubscribeCommand({ SubscriptionArn: ref })).catch((error: unknown) => {
        if (!(error instanceof Error) || !nothingToEnd.has(error.name)) throw error;
      });
    },
    publish: async (message) => {
      checkMessage(message);
      const { client, sdk } = await clients.sns();
      const { to, subject, text } = message;
      const MessageAttributes = { to: { DataType: 'String', StringValue: to } };
      await client
        .send(new sdk.PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text, MessageAttributes }))
        .catch((error: unknown) => {
          throw new AppError('no-capacity', `SNS did not take the message: ${error instanceof Error ? error.name : String(error)}`);
        });
    },
  };
}
