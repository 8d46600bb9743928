import * as z from 'zod';

const answer = z.object({ Messages: z.array(z.object({ Body: z.string(), ReceiptHandle: z.string() })).optional() });
const created = z.object({ QueueUrl: z.string() });
const attributes = z.object({ Attributes: z.object({ QueueArn: z.string() }) });

/** A queue of SQS, spoken to in its JSON protocol, because the SDK's client of it would be a dependency for these tests alone. */
export interface Queue {
  url: string;
  arn: string;
  /** The next message, or null after that many whole seconds. */
  receive(withinSec: number): Promise<string | null>;
}

export async function createQueue(endpoint: string, name: string): Promise<Queue> {
  const { QueueUrl: url } = created.parse(await call(endpoint, 'CreateQueue', { QueueName: name }));
  const { Attributes } = attributes.parse(await call(endpoint, 'GetQueueAttributes', { QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return {
    url,
    arn: Attributes.QueueArn,
    receive: async (withinSec) => {
      const asked = { QueueUrl: url, MaxNumberOfMessages: 1, WaitTimeSeconds: withinSec };
      const [message] = answer.parse(await call(endpoint, 'ReceiveMessage', asked)).Messages ?? [];
      if (!message) return null;
      await call(endpoint, 'DeleteMessage', { QueueUrl: url, ReceiptHandle: message.ReceiptHandle });
      return message.Body;
    },
  };
}

async function call(endpoint: string, action: string, body: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      // The stand-in finds the service by the scope of the signature, and does not check it.
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
