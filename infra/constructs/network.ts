import { GatewayVpcEndpointAwsService, IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { available } from '../emulator.ts';

export interface NetworkProps {
  /** Private subnets behind one NAT gateway, in place of an address of its own for each sandbox. */
  nat: boolean;
}

/** The network of the sandboxes: a way out, no way in. Functions stay outside of it. */
export class Network extends Construct {
  private readonly vpc: Vpc;
  private readonly group: SecurityGroup;
  private readonly nat: boolean;

  constructor(scope: Construct, id: string, { nat }: NetworkProps) {
    super(scope, id);
    this.nat = nat;
    const subnets = [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 20 }];
    if (nat) subnets.push({ name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 });
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      maxAzs: 2,
      natGateways: nat ? 1 : 0,
      subnetConfiguration: subnets,
      restrictDefaultSecurityGroup: available(this, 'restrictDefaultSecurityGroup'),
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 }, DynamoDB: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    });
    this.group = new SecurityGroup(this, 'Sandbox', { vpc: this.vpc, description: 'Sandboxes: everything out, nothing in.' });
  }

  get subnetIds(): string[] {
    const subnetType = this.nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC;
    return this.vpc.selectSubnets({ subnetType }).subnetIds;
  }

  get securityGroupId(): string {
    return this.group.securityGroupId;
  }

  /** Whether a sandbox needs an address of its own to reach anything. */
  get publicAddresses(): boolean {
    return !this.nat;
  }
}
