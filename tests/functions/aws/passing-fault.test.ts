import { expect, test } from 'vitest';
import { createClients } from '../../../functions/aws/clients/index.ts';
import { faultName, isPassing } from '../../../functions/aws/passing-fault.ts';
import { freePort } from '../../aws/stand-ins/server.ts';

const fault = (name: string, more: Record<string, unknown> = {}) => Object.assign(new Error('why'), { name, ...more });

test.each([
  fault('ThrottlingException'),
  fault('TooManyRequestsException'),
  fault('TimeoutError'),
  fault('Error', { code: 'ECONNRESET' }),
  fault('ServerException', { $metadata: { httpStatusCode: 500 } }),
  fault('Unknown', { $metadata: { httpStatusCode: 429 } }),
])('%s passes', (error) => {
  expect(isPassing(error)).toBe(true);
});

test.each([
  fault('AccessDeniedException', { $metadata: { httpStatusCode: 403 } }),
  fault('InvalidParameterException', { $metadata: { httpStatusCode: 400 } }),
  new TypeError('a fault of ours'),
  'text',
  null,
])('%s does not', (error) => {
  expect(isPassing(error)).toBe(false);
});

test('where nobody listens the SDK fails with a fault that passes', async () => {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const { client, sdk } = await createClients({ endpoint: `http://127.0.0.1:${await freePort()}`, region: 'us-east-1', credentials }).sfn();
  const error: unknown = await client.send(new sdk.SendTaskHeartbeatCommand({ taskToken: 'token' })).catch((failure: unknown) => failure);
  expect(isPassing(error)).toBe(true);
});

test('a fault is known by its name', () => {
  expect([faultName(fault('TaskTimedOut')), faultName('text')]).toEqual(['TaskTimedOut', 'unknown']);
});
