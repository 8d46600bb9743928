import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  ResponseTransferMode,
  RestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import type { IResource, Method, MethodDeploymentOptions } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { addresses, fallback } from '../../core/resources.ts';
import type { ResourceName } from '../../core/resources.ts';
import { emulatorOf } from '../emulator.ts';
import { retentionOf } from '../retention.ts';
import type { Functions } from './functions.ts';
import { refuseInOurForm } from './gateway-refusals.ts';
import type { Grant } from './runlet-function.ts';

export interface ApiProps {
  functions: Functions;
  retentionDays: number;
  tracing: boolean;
}

const stageName = 'api';
/** Requests a second and at once, for all callers together: enough for a team, and a bound to what a mistake can cost. Raise it when callers see 429. */
const everybody = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };
/** A beat every 10 s, one a second while somebody watches, and claims and reports of 20 launches a second: counted apart, so that users cannot starve runners. */
const runners = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
/** An answer may stream so long; AWS allows 15 minutes. */
const longest = Duration.minutes(15);

/** The way in: a REST API whose addresses are those of the route table, each answered by the function of its resource. */
export class Api extends Construct {
  readonly rest: RestApi;
  private readonly authorizer: TokenAuthorizer;
  private readonly integrations = new Map<ResourceName, LambdaIntegration>();

  constructor(scope: Construct, id: string, { functions, retentionDays, tracing }: ApiProps) {
    super(scope, id);
    this.rest = this.makeApi(retentionDays, tracing);
    // CDK's own output of the address would stand beside ours.
    this.rest.node.tryRemoveChild('Endpoint');
    refuseInOurForm(this.rest);
    this.authorizer = new TokenAuthorizer(this, 'Authorizer', {
      handler: functions.get('authorizer').target,
      // What is no bearer token is refused by the gateway itself.
      validationRegex: '^[Bb][Ee][Aa][Rr][Ee][Rr] +[!-~]+$',
      resultsCacheTtl: Duration.seconds(60),
    });
    for (const { path, resource, open } of addresses()) this.address(this.rest.root.resourceForPath(path), resource, open, functions);
    this.address(this.rest.root, fallback, true, functions);
    this.address(this.rest.root.addResource('{proxy+}'), fallback, true, functions);
  }

  /** Address of the API, without a slash at its end. It is made of the API's id alone, so that functions of the API may be told it. */
  get url(): string {
    const emulator = emulatorOf(this);
    const { restApiId } = this.rest;
    if (emulator !== null) return `${emulator}/_aws/execute-api/${restApiId}/${stageName}`;
    return `https://${restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${stageName}`;
  }

  /** Knowing where runners reach the API. */
  readonly reach: Grant = (fn) => fn.tell('RUNLET_API_URL', this.url);

  private address(at: IResource, resource: ResourceName, open: boolean, functions: Functions): Method {
    const guard = open ? { authorizationType: AuthorizationType.NONE } : { authorizer: this.authorizer };
    return at.addMethod('ANY', this.integration(resource, functions), guard);
  }

  private integration(resource: ResourceName, functions: Functions): LambdaIntegration {
    const known = this.integrations.get(resource);
    if (known) return known;
    const integration = new LambdaIntegration(functions.get(resource).target, {
      responseTransferMode: ResponseTransferMode.STREAM,
      timeout: longest,
      // One permission for each function instead of one for each address: a function's policy holds 20 KB.
      scopePermissionToMethod: false,
    });
    this.integrations.set(resource, integration);
    return integration;
  }

  private makeApi(retentionDays: number, tracingEnabled: boolean): RestApi {
    const log = new LogGroup(this, 'AccessLog', { retention: retentionOf(retentionDays), removalPolicy: RemovalPolicy.DESTROY });
    return new RestApi(this, 'Rest', {
      // CloudWatch tells APIs apart by this name; AWS itself does not ask that it be unique.
      restApiName: Stack.of(this).stackName,
      description: `Runlet, ${Stack.of(this).stackName}`,
      endpointTypes: [EndpointType.REGIONAL],
      // The setting by which API Gateway may write logs is the account's and serves its other APIs too, so it stays.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      binaryMediaTypes: ['multipart/form-data'],
      deployOptions: {
        stageName,
        tracingEnabled,
        ...everybody,
        methodOptions: runnerMethods(),
        accessLogDestination: new LogGroupLogDestination(log),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    });
  }
}

function runnerMethods(): Record<string, MethodDeploymentOptions> {
  const paths = addresses().filter(({ resource }) => resource === 'runner');
  return Object.fromEntries(paths.map(({ path }) => [`${path}/ANY`, runners]));
}
