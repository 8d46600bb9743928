import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClients } from '../../../../functions/aws/clients/index.ts';

const account = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const sockets = new Set<unknown>();
const server = createServer((incoming, outgoing) => {
  sockets.add(incoming.socket);
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end('{"__type":"ResourceNotFoundException"}');
});
let endpoint = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a client is made once, however often and from wherever it is asked for', async () => {
  const clients = createClients({ endpoint, ...account });
  const [first, second] = await Promise.all([clients.sns(), clients.sns()]);
  expect(first.client).toBe(second.client);
});

test.each(['dynamodb', 's3', 'ecs', 'sfn', 'scheduler', 'sns', 'ssm', 'lambda'] as const)(
  '%s tries five times, slowing itself down when it is throttled',
  async (name) => {
    const { client } = await createClients({ endpoint, ...account })[name]();
    expect([await client.config.maxAttempts(), client.config.retryMode]).toEqual([5, 'adaptive']);
  },
);

test('S3 has the bucket in the path on an emulator only', async () => {
  const [emulated, real] = [await createClients({ endpoint, ...account }).s3(), await createClients(account).s3()];
  expect([emulated.client.config.forcePathStyle, real.client.config.forcePathStyle]).toEqual([true, false]);
});

test('requests one after the other share a connection, those of another client too', async () => {
  for (const clients of [createClients({ endpoint, ...account }), createClients({ endpoint, ...account })]) {
    const { client, sdk } = await clients.dynamodb();
    for (let times = 0; times < 2; times++)
      await expect(client.send(new sdk.GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } }))).rejects.toThrow();
  }
  expect(sockets.size).toBe(1);
});
