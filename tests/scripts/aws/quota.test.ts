import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsOfQuota } from '../../../scripts/aws/quota.ts';
import { fault, ok, startRecorder } from '../../functions/aws/aws-recorder.ts';
import type { Answer, AwsRecorder } from '../../functions/aws/aws-recorder.ts';

let aws: AwsRecorder;
beforeAll(async () => {
  aws = await startRecorder();
});
afterAll(() => aws.close());

const quota = (Value: number) => ok({ Quota: { ServiceCode: 'fargate', QuotaCode: 'L-3032A538', Value, Unit: 'None' } });
const wanted = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' };

/** What is worked out when AWS answers so for the account's quota and for its own. */
async function whenAnswered(applied: Answer, usual: Answer = fault('AccessDeniedException')) {
  aws.answers('GetServiceQuota', applied);
  aws.answers('GetAWSDefaultServiceQuota', usual);
  const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
  return await runsOfQuota(new ServiceQuotasClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }));
}

test.each([
  [6, 24],
  [40, 160],
  [1.6, 6],
])("a quota of %d vCPU is %i runs of a quarter, and the quota asked for is Fargate's", async (vcpu, runs) => {
  const told = await whenAnswered(quota(vcpu));
  expect(told).toEqual({ runs, line: expect.stringContaining(`quota is ${vcpu} vCPU`) });
  expect(aws.sent('GetServiceQuota').at(-1)).toEqual(wanted);
});

test('a quota that was never changed for the account is the one that AWS gives to all', async () => {
  expect((await whenAnswered(fault('NoSuchResourceException'), quota(12))).runs).toBe(48);
  expect(aws.sent('GetAWSDefaultServiceQuota').at(-1)).toEqual(wanted);
});

test.each([
  ['the right to read it is missing', fault('AccessDeniedException'), 'AccessDeniedException'],
  ['AWS knows it under no name', fault('NoSuchResourceException'), 'AccessDeniedException'],
  ['the answer has no number', ok({ Quota: {} }), 'no usable number'],
  ['not even one sandbox fits', quota(0), 'no usable number'],
])('24 runs and a line that says why, when %s', async (_, applied, why) => {
  const { runs, line } = await whenAnswered(applied);
  expect(runs).toBe(24);
  expect(line).toMatch(new RegExp(`could not be read \\(.*${why}\\), so 24 runs .* knob maxRuns`));
  expect(line).not.toContain('\n');
});
