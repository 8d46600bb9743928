import { expect, test } from 'vitest';
import * as z from 'zod';
import { costOf1000Runs, costOfDueTime, idleCost, partsOfRun, usualRun } from '../../infra/cost.ts';
import { everyKnob, resources, template } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

const idle = { alarms: 0, webRules: 0, config: { architecture: 'arm64', warmPool: 0, nat: false } } as const;

function told(name: string, wanted: Wanted = {}): string {
  const output = z.object({ Outputs: z.record(z.string(), z.object({ Value: z.unknown() })) });
  return String(output.parse(template(wanted).toJSON()).Outputs[name]?.Value);
}

test('while no script runs an installation costs at most a dollar a month', () => {
  const alarms = resources(template(), 'AWS::CloudWatch::Alarm').length;
  expect(alarms).toBeGreaterThan(5);
  expect(idleCost({ ...idle, alarms })).toBeLessThanOrEqual(1);
});

test('nothing that is paid for by the hour is there by default', () => {
  const types = new Set(resources(template()).map(({ Type }) => Type));
  const hourly = [
    'AWS::EC2::NatGateway',
    'AWS::EC2::EIP',
    'AWS::ECS::Service',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::KMS::Key',
    'AWS::WAFv2::WebACL',
  ];
  for (const type of [...hourly, 'AWS::SecretsManager::Secret', 'AWS::RDS::DBInstance', 'AWS::ElastiCache::CacheCluster'])
    expect(types).not.toContain(type);
  expect(resources(template(), 'AWS::EC2::VPCEndpoint').every(({ Properties }) => Properties['VpcEndpointType'] === 'Gateway')).toBe(true);
});

test('a thousand runs of 10 s cost at most 45 cents', () => {
  expect(costOf1000Runs(usualRun.counts, usualRun.size)).toBeLessThanOrEqual(0.45);
});

test('a due time costs less than a tenth of what its run costs', () => {
  expect(costOfDueTime()).toBeLessThan(costOf1000Runs(usualRun.counts, usualRun.size) / 1000 / 10);
  expect(told('ScheduleCost')).toMatch(/^\$0\.0\d for 1,000 due times/);
});

test('of these the sandbox is a third, as Fargate bills a minute of it at least', () => {
  const short = partsOfRun(usualRun.counts, { ...usualRun.size, sec: 5 });
  expect(short.compute * 1000).toBeCloseTo(0.1646, 4);
  expect(short.address * 1000).toBeCloseTo(0.0833, 4);
  expect(short.workflow * 1000).toBeCloseTo(0.125, 4);
  expect(partsOfRun(usualRun.counts, { ...usualRun.size, sec: 120 }).compute).toBeCloseTo(2 * short.compute, 8);
});

test('a sandbox that waits costs about $11.9 a month, a NAT gateway $36.5', () => {
  const bare = idleCost(idle);
  expect(idleCost({ ...idle, config: { ...idle.config, warmPool: 1 } }) - bare).toBeCloseTo(11.9, 1);
  expect(idleCost({ ...idle, config: { ...idle.config, nat: true } }) - bare).toBeCloseTo(36.5, 1);
});

test('the stack tells what it costs, for the knobs that are turned', () => {
  expect(told('IdleCost')).toMatch(/^\$0\.\d\d a month while no script runs/);
  expect(told('RunCost')).toMatch(/^\$0\.4\d for 1,000 runs of 10 s/);
  expect(told('IdleCost', everyKnob)).toMatch(/^\$[5-9]\d\.\d\d a month/);
});
