import { Stack } from 'aws-cdk-lib';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { available } from '../emulator.ts';
import type { Api } from './api.ts';

/** Rules that AWS keeps: addresses of bad repute, and inputs that are known to break programs. The common rule set is not among them, because it
 *  refuses bodies above 8 KB and bodies that look like code, which is what this API is for. */
export const managedRules = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet'] as const;

const visible = (metricName: string) => ({ cloudWatchMetricsEnabled: false, sampledRequestsEnabled: true, metricName });

/** A web firewall before the API. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { api }: { api: Api }) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('runlet'),
      rules: managedRules.map((name, priority) => ({
        name,
        priority,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
        visibilityConfig: visible(name),
      })),
    });
    if (!available(this, 'webAclAssociation')) return;
    const { partition, region } = Stack.of(this);
    const resourceArn = `arn:${partition}:apigateway:${region}::/restapis/${api.rest.restApiId}/stages/${api.rest.deploymentStage.stageName}`;
    new CfnWebACLAssociation(this, 'Association', { resourceArn, webAclArn: acl.attrArn });
  }
}
