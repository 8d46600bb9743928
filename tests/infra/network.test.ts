import { expect, test } from 'vitest';
import * as z from 'zod';
import { absent, everyKnob, only, resources, shown, template } from './synthesize.ts';

const group = z.object({
  SecurityGroupIngress: absent,
  SecurityGroupEgress: z.array(z.object({ CidrIp: z.string(), IpProtocol: z.string() })),
});

test('nothing can reach a sandbox: there is no inbound rule anywhere', () => {
  for (const of of [template(), template(everyKnob)]) {
    expect(resources(of, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
    const { SecurityGroupEgress } = only(of, 'AWS::EC2::SecurityGroup', group);
    expect(SecurityGroupEgress.map(({ CidrIp, IpProtocol }) => `${IpProtocol} ${CidrIp}`)).toEqual(['-1 0.0.0.0/0']);
  }
});

test("the network's own default group lets nothing through either", () => {
  expect(resources(template(), 'Custom::VpcRestrictDefaultSG')).toHaveLength(1);
});

test('there are public subnets only, and no NAT gateway', () => {
  expect(resources(template(), 'AWS::EC2::NatGateway')).toEqual([]);
  expect(resources(template(), 'AWS::EC2::EIP')).toEqual([]);
  expect(resources(template(), 'AWS::EC2::Subnet').map(({ Properties }) => Properties['MapPublicIpOnLaunch'])).toEqual([true, true]);
});

test('S3 and DynamoDB are reached without leaving AWS, by endpoints that cost nothing', () => {
  const endpoint = z.object({ ServiceName: z.unknown(), VpcEndpointType: z.literal('Gateway') });
  const names = resources(template(), 'AWS::EC2::VPCEndpoint').map(({ Properties }) => shown(endpoint.parse(Properties).ServiceName));
  expect(names).toEqual(['com.amazonaws.<AWS::Region>.s3', 'com.amazonaws.<AWS::Region>.dynamodb']);
});

test('with the knob `nat` sandboxes live in private subnets behind one gateway and have no address of their own', () => {
  const of = template({ knobs: { nat: true } });
  expect(resources(of, 'AWS::EC2::NatGateway')).toHaveLength(1);
  const environment = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
  const { Variables } = only(of, 'AWS::Lambda::Function', environment, 'Functionslaunch').Environment;
  expect(Variables['RUNLET_PUBLIC_IP']).toBe('DISABLED');
  expect(shown(Variables['RUNLET_SUBNETS'])).toMatch(/^<NetworkVpcprivateSubnet1.*>,<NetworkVpcprivateSubnet2.*>$/);
});
