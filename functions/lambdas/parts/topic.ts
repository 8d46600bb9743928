import { loader } from '../../aws/clients/loader.ts';
import { createSnsTopic } from '../../aws/topic/sns-topic.ts';
import type { Config } from '../../config.ts';
import type { Topic } from '../../ports/topic.ts';
import type { Given } from '../services.ts';

/** What it takes to send messages, and to link in them to the API. */
export const mailSettings = ['topic', 'apiUrl'] as const;

/** The installation's topic of messages. @param config `undelivered` where addresses are subscribed: the queue that gets what SNS gives up. */
export function openTopic({ topic, endpoint, undelivered }: Config<'topic' | 'endpoint'> & Partial<Config<'undelivered'>>): Topic {
  const clients = { sns: loader(() => import('../../aws/clients/sns.ts'), { endpoint }) };
  return createSnsTopic({ clients, topicArn: topic, ...(undelivered === undefined ? {} : { undeliveredArn: undelivered }) });
}

/** What is given to those who send messages. */
export function openMail(config: Config<(typeof mailSettings)[number] | 'endpoint'>) {
  const { topic, endpoint, apiUrl } = config;
  return { topic: openTopic({ topic, endpoint }), apiUrl } satisfies Given;
}
