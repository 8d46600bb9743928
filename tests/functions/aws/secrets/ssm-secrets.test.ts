import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSsmSecrets } from '../../../../functions/aws/secrets/ssm-secrets.ts';
import type { Secrets } from '../../../../functions/ports/secrets.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';

let aws: AwsRecorder;
let secrets: Secrets;

const page = (names: string[], NextToken?: string) =>
  ok({ Parameters: names.map((name) => ({ Name: `/runlet/team-a/secrets/${name}` })), ...(NextToken && { NextToken }) });

beforeAll(async () => {
  aws = await startRecorder();
  secrets = createSsmSecrets({ clients: aws.clients, prefix: '/runlet/team-a/secrets' });
});
afterAll(() => aws.close());

test('a value goes to SSM as a secure string of the tier that costs nothing, and comes back decrypted', async () => {
  aws.answers('PutParameter', ok({ Version: 2 }));
  aws.answers('GetParameter', ok({ Parameter: { Value: 'plain' } }));
  await secrets.put('database', 'plain');
  expect(await secrets.get('database')).toBe('plain');
  const Name = '/runlet/team-a/secrets/database';
  expect(aws.sent('PutParameter')).toEqual([{ Name, Value: 'plain', Type: 'SecureString', Tier: 'Standard', Overwrite: true }]);
  expect(aws.sent('GetParameter')).toEqual([{ Name, WithDecryption: true }]);
});

test('names are listed without their values, over pages that may be empty', async () => {
  aws.answers('GetParametersByPath', page(['b'], '1'), page([], '2'), page(['a', 'not/ours']));
  expect(await secrets.list()).toEqual(['a', 'b']);
  expect(aws.sent('GetParametersByPath')).toHaveLength(3);
  expect(aws.sent('GetParametersByPath')[2]).toMatchObject({ Path: '/runlet/team-a/secrets', WithDecryption: false, NextToken: '2' });
});

test('a fault of SSM is told without what it quotes', async () => {
  aws.answers('PutParameter', fault('ValidationException', "Value 'hidden-value' at 'value' failed to satisfy constraint"));
  const failure = await secrets.put('database', 'hidden-value').catch((error: unknown) => error);
  if (!(failure instanceof Error)) throw new Error('nothing was refused');
  expect(failure.message).toBe('SSM refused (ValidationException)');
  expect(JSON.stringify([failure, failure.stack, failure.cause])).not.toContain('hidden-value');
});

test('a fault that passes is one to try again after', async () => {
  aws.answers('GetParameter', fault('ThrottlingException'), fault('ThrottlingException'), ok({ Parameter: { Value: 'x' } }));
  expect(await secrets.get('database')).toBe('x');
  aws.answers('DeleteParameter', fault('InternalServerError', 'x', {}, 500));
  await expect(secrets.remove('database')).rejects.toMatchObject({ code: 'no-capacity' });
});
