import { CfnOutput } from 'aws-cdk-lib';
import { DomainName, EndpointType, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { Api } from './api.ts';

export interface DomainProps {
  api: Api;
  domain: NonNullable<Config['customDomain']>;
}

/** A name of the team's own for the API. The record in its DNS the team makes itself: the output says where it has to point. */
export class Domain extends Construct {
  constructor(scope: Construct, id: string, { api, domain }: DomainProps) {
    super(scope, id);
    const name = new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    name.addBasePathMapping(api.rest, { stage: api.rest.deploymentStage });
    new CfnOutput(this, 'Target', { value: name.domainNameAliasDomainName, description: `Point ${domain.name} (CNAME) here.` });
  }
}
