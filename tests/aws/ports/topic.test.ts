import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { createSnsTopic } from '../../../functions/aws/topic/sns-topic.ts';
import { topicContract } from '../../contract/topic.contract.ts';
import { givenMiniStack } from './given-ministack.ts';

/** By account, what the emulator sent as mail. */
const mails = z.object({
  messages: z.record(z.string(), z.array(z.looseObject({ To: z.array(z.string()), Subject: z.string(), BodyText: z.string() }))),
});

topicContract('sns', async () => {
  const { clients, url, close } = await givenMiniStack();
  const { client } = await clients.sns();
  const { TopicArn: topicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
  const undeliveredArn = topicArn.replace(':sns:', ':sqs:').replace(/alerts$/, 'undelivered');
  const received = async (address: string) => {
    await sleep(300);
    const response = await fetch(`${url}/_ministack/ses/messages`);
    return Object.values(mails.parse(await response.json()).messages)
      .flat()
      .filter(({ To }) => To.includes(address))
      .map(({ Subject, BodyText }) => ({ subject: Subject, text: BodyText }));
  };
  return { topic: createSnsTopic({ clients, topicArn, undeliveredArn }), received, confirm: async () => {}, close };
});
