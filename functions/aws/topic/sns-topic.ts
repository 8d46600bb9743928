import { checkAddress, checkMessage } from '../../ports/message.ts';
import type { Message, Subscribed, Topic } from '../../ports/topic.ts';
import type { Clients } from '../clients/index.ts';
import { publishRefusal, subscribeRefusal } from './refusals.ts';

export interface SnsTopicSettings {
  clients: Pick<Clients, 'sns'>;
  topicArn: string;
  /** The queue that gets what SNS could not deliver; none where the caller only publishes. */
  undeliveredArn?: string;
}

/** What SNS answers for a subscription that is gone, or whose owner has not agreed yet and that vanishes by itself. */
const nothingToEnd = new Set(['NotFoundException', 'InvalidParameterException']);

/**
 * Messages through one SNS topic with one subscription for each address; each hears only what carries its address as the attribute `to`.
 * SNS asks the owner of an address to agree first, mails plain text only, puts a link of its own under it, and tells nothing of mails that bounce.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function createSnsTopic({ clients, topicArn, undeliveredArn }: SnsTopicSettings): Topic {
  const look = async (ref: string): Promise<Subscribed['status'] | 'gone'> => {
    const { client, sdk } = await clients.sns();
    const told = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn: ref })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotFoundException') return null;
      throw error;
    });
    if (told === null) return 'gone';
    return told.Attributes?.['PendingConfirmation'] === 'false' ? 'confirmed' : 'pending';
  };
  return {
    look,
    subscribe: async (address) => {
      checkAddress(address);
      const { client, sdk } = await clients.sns();
      const Attributes = attributesOf(address, undeliveredArn);
      const request = { TopicArn: topicArn, Protocol: 'email', Endpoint: address, ReturnSubscriptionArn: true, Attributes };
      const { SubscriptionArn: ref = '' } = await client.send(new sdk.SubscribeCommand(request)).catch((error: unknown) => {
        throw subscribeRefusal(error);
      });
      return { ref, address, status: (await look(ref)) === 'confirmed' ? 'confirmed' : 'pending' };
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
      await client.send(new sdk.PublishCommand({ TopicArn: topicArn, ...contentOf(message) })).catch((error: unknown) => {
        throw publishRefusal(error);
      });
      return 'sent';
    },
  };
}

/** AWS docs, "Amazon SNS dead-letter queues": their policy belongs to each subscription. */
function attributesOf(address: string, undeliveredArn: string | undefined): Record<string, string> {
  const filter = { FilterPolicy: JSON.stringify({ to: [address] }) };
  return undeliveredArn === undefined ? filter : { ...filter, RedrivePolicy: JSON.stringify({ deadLetterTargetArn: undeliveredArn }) };
}

/** `to` finds the subscription; `messageId` stands in the dead letter when SNS could not deliver. */
function contentOf({ to, subject, text, messageId }: Message) {
  return { Subject: subject, Message: text, MessageAttributes: { to: attribute(to), messageId: attribute(messageId) } };
}

function attribute(StringValue: string) {
  return { DataType: 'String', StringValue };
}
