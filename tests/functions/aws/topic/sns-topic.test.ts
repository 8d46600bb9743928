import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createClients } from '../../../../functions/aws/clients/index.ts';
import { createSnsTopic } from '../../../../functions/aws/topic/sns-topic.ts';
import { givenMessage } from '../../../contract/given-message.ts';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:messages';
const undeliveredArn = 'arn:aws:sqs:us-east-1:123456789012:undelivered';
const ref = `${topicArn}:1`;

interface Answer {
  status: number;
  body: string;
}

const attributes = (pending: boolean): Answer => ({
  status: 200,
  body: `<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes><entry><key>PendingConfirmation</key><value>${pending}</value></entry></Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>`,
});
const subscribed: Answer = {
  status: 200,
  body: `<SubscribeResponse><SubscribeResult><SubscriptionArn>${ref}</SubscriptionArn></SubscribeResult></SubscribeResponse>`,
};
const published: Answer = {
  status: 200,
  body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
};

function fault(code: string, message = 'no more is said', status = 400): Answer {
  return { status, body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>` };
}

/** SNS, which speaks the query protocol: forms in, XML out. It answers each action as it is told. */
async function givenSns(answers: Record<string, Answer>) {
  const sent: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(text));
      sent.push(form);
      const { status, body } = answers[form['Action'] ?? ''] ?? fault('InvalidAction');
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
  const clients = createClients({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  return { sent, topic: createSnsTopic({ clients, topicArn, undeliveredArn }) };
}

test('an address is one subscription that hears only its own messages and has a queue for what is not delivered', async () => {
  const { topic, sent } = await givenSns({ Subscribe: subscribed, GetSubscriptionAttributes: attributes(true) });
  expect(await topic.subscribe('reader@example.com')).toEqual({ ref, address: 'reader@example.com', status: 'pending' });
  expect(sent[0]).toMatchObject({
    TopicArn: topicArn,
    Protocol: 'email',
    Endpoint: 'reader@example.com',
    ReturnSubscriptionArn: 'true',
    'Attributes.entry.1.key': 'FilterPolicy',
    'Attributes.entry.1.value': '{"to":["reader@example.com"]}',
    'Attributes.entry.2.key': 'RedrivePolicy',
    'Attributes.entry.2.value': JSON.stringify({ deadLetterTargetArn: undeliveredArn }),
  });
});

test.each([
  ['confirmed', attributes(false)],
  ['pending', attributes(true)],
  ['gone', fault('NotFound', 'Subscription does not exist', 404)],
])('a subscription is %s when SNS says so', async (status, answer) => {
  const { topic } = await givenSns({ GetSubscriptionAttributes: answer });
  expect(await topic.look(ref)).toBe(status);
});

test('a message carries the address that it is for and its id, and no HTML', async () => {
  const { topic, sent } = await givenSns({ Publish: published });
  expect(await topic.publish(givenMessage({ messageId: 'msg_7', html: '<p>one</p>' }))).toBe('sent');
  expect(sent[0]).toMatchObject({
    TopicArn: topicArn,
    Subject: 'One',
    Message: 'one',
    'MessageAttributes.entry.1.Name': 'to',
    'MessageAttributes.entry.1.Value.StringValue': 'reader@example.com',
    'MessageAttributes.entry.2.Name': 'messageId',
    'MessageAttributes.entry.2.Value.StringValue': 'msg_7',
  });
  expect(JSON.stringify(sent)).not.toContain('<p>');
});

test.each([
  ['InvalidParameter', 'bad-request'],
  ['AuthorizationError', 'no-capacity'],
  ['NotFound', 'no-capacity'],
])('a message that SNS refuses as %s ends as %s', async (name, code) => {
  const { topic } = await givenSns({ Publish: fault(name) });
  await expect(topic.publish(givenMessage())).rejects.toMatchObject({ code });
});

test.each([
  ['FilterPolicyLimitExceeded', 'too many', { code: 'bad-request', message: expect.stringContaining('200 addresses') }],
  ['InvalidParameter', 'Invalid parameter: Email address', { code: 'bad-request', fields: [{ field: 'address' }] }],
  ['InvalidParameter', 'Subscription already exists with different attributes', { code: 'conflict' }],
])('an address that SNS refuses as %s (%s) is told of in a sentence', async (name, message, refusal) => {
  const { topic } = await givenSns({ Subscribe: fault(name, message) });
  await expect(topic.subscribe('reader@example.com')).rejects.toMatchObject(refusal);
});

test('ending what is gone, or what its owner never agreed to, is no error', async () => {
  for (const name of ['NotFound', 'InvalidParameter']) {
    const { topic } = await givenSns({ Unsubscribe: fault(name) });
    await expect(topic.unsubscribe(ref)).resolves.toBeUndefined();
  }
});
