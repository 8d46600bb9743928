import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createSnsAlerts } from '../../../../functions/aws/alerts/sns-alerts.ts';
import { createClients } from '../../../../functions/aws/clients/index.ts';

const alert = { subject: 'Runlet: report CRASHED', message: 'how it was', runId: 'run_1', status: 'CRASHED', script: 'report' };
const accepted = '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const refused = '<ErrorResponse><Error><Code>NotFound</Code><Message>no such topic</Message></Error></ErrorResponse>';

/** SNS, which speaks the query protocol: forms in, XML out. */
async function givenTopic(answer: { status: number; body: string }) {
  const sent: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      sent.push(Object.fromEntries(new URLSearchParams(text)));
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
  const clients = createClients({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  return { alerts: createSnsAlerts(clients, { topicArn: 'arn:aws:sns:us-east-1:123456789012:runs' }), sent };
}

test('an alert is published with what subscriptions filter by, as the state Publish does', async () => {
  const { alerts, sent } = await givenTopic({ status: 200, body: accepted });
  await alerts.publish(alert);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:runs', Subject: alert.subject, Message: alert.message });
  const attributes = [1, 2, 3].map((n) => {
    const part = (name: string) => sent[0]?.[`MessageAttributes.entry.${n}.${name}`];
    return [part('Name'), part('Value.DataType'), part('Value.StringValue')];
  });
  expect(attributes).toEqual([
    ['runId', 'String', 'run_1'],
    ['status', 'String', 'CRASHED'],
    ['script', 'String', 'report'],
  ]);
});

test('a topic that takes nothing is a fault', async () => {
  const { alerts } = await givenTopic({ status: 404, body: refused });
  await expect(alerts.publish(alert)).rejects.toThrow('no such topic');
});
