import { expect, test } from 'vitest';
import * as z from 'zod';
import { errors } from '../../core/errors.ts';
import { addresses } from '../../core/resources.ts';
import { everyKnob, only, resources, shown, template } from './synthesize.ts';

const method = z.object({
  HttpMethod: z.string(),
  ResourceId: z.unknown(),
  AuthorizationType: z.string(),
  Integration: z.object({ Type: z.string(), Uri: z.unknown(), ResponseTransferMode: z.string(), TimeoutInMillis: z.int() }),
});
const stage = z.object({
  StageName: z.string(),
  AccessLogSetting: z.object({ DestinationArn: z.unknown(), Format: z.string() }),
  MethodSettings: z.array(z.object({ ResourcePath: z.string(), ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })),
});

/** Every address of the gateway: its path, who is let in, and which function answers. */
function gateway() {
  const parents = new Map(resources(template(), 'AWS::ApiGateway::Resource').map(({ id, Properties }) => [`<${id}>`, Properties]));
  const pathOf = (id: string): string => {
    const properties = parents.get(id);
    return properties === undefined ? '' : `${pathOf(shown(properties['ParentId']))}/${shown(properties['PathPart'])}`;
  };
  return resources(template(), 'AWS::ApiGateway::Method').map(({ Properties }) => {
    const { ResourceId, AuthorizationType, HttpMethod, Integration } = method.parse(Properties);
    const fn = /<Functions([a-z-]+)Function/.exec(shown(Integration.Uri))?.[1];
    return { path: pathOf(shown(ResourceId)) || '/', open: AuthorizationType === 'NONE', fn, HttpMethod, ...Integration };
  });
}

test('its addresses are those of the route table, each answered by the function of its resource', () => {
  const told = gateway().map(({ path, open, fn }) => `${path} ${open ? 'open' : 'guarded'} ${fn}`);
  const meant = addresses().map(({ path, open, resource }) => `${path} ${open ? 'open' : 'guarded'} ${resource}`);
  expect(told.toSorted()).toEqual([...meant, '/ open system', '/{proxy+} open system'].toSorted());
});

test('every answer streams, as long as AWS lets it', () => {
  for (const { path, ResponseTransferMode, TimeoutInMillis, Uri, Type } of gateway()) {
    expect([path, Type, ResponseTransferMode, TimeoutInMillis]).toEqual([path, 'AWS_PROXY', 'STREAM', 900_000]);
    expect(shown(Uri)).toContain('/response-streaming-invocations');
  }
});

test('it is regional, because an edge address ends a stream that is silent for 30 s', () => {
  const api = z.object({ EndpointConfiguration: z.object({ Types: z.array(z.string()) }) });
  expect(only(template(), 'AWS::ApiGateway::RestApi', api).EndpointConfiguration.Types).toEqual(['REGIONAL']);
});

test('who was let in is asked again after a minute', () => {
  const authorizer = z.object({ Type: z.string(), AuthorizerResultTtlInSeconds: z.int(), IdentitySource: z.string() });
  expect(only(template(), 'AWS::ApiGateway::Authorizer', authorizer)).toEqual({
    Type: 'TOKEN',
    AuthorizerResultTtlInSeconds: 60,
    IdentitySource: 'method.request.header.Authorization',
  });
});

test('everybody together is slowed down, and the runners are counted apart from them', () => {
  const { MethodSettings } = only(template(), 'AWS::ApiGateway::Stage', stage);
  const [all, ...others] = MethodSettings.map(({ ResourcePath, ThrottlingRateLimit }) => ({
    path: ResourcePath.replaceAll('~1', '/'),
    rate: ThrottlingRateLimit,
  }));
  expect(all).toEqual({ path: '/*', rate: 50 });
  const runners = addresses().filter(({ resource }) => resource === 'runner');
  expect(new Set(others)).toEqual(new Set(runners.map(({ path }) => ({ path: `/${path}`, rate: 500 }))));
});

test('each request leaves a line that carries no header and no body', () => {
  const { AccessLogSetting } = only(template(), 'AWS::ApiGateway::Stage', stage);
  expect(Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(AccessLogSetting.Format))).toSorted()).toEqual(
    ['requestId', 'ip', 'user', 'caller', 'requestTime', 'httpMethod', 'resourcePath', 'status', 'protocol', 'responseLength'].toSorted(),
  );
});

test("the gateway's own refusals are problem details with codes of ours", () => {
  const refusal = z.object({
    ResponseType: z.string(),
    StatusCode: z.coerce.number(),
    ResponseTemplates: z.object({ 'application/json': z.string() }),
  });
  const body = z.object({ code: z.enum(Object.keys(errors)), status: z.int(), detail: z.string() });
  const told = resources(template(), 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => refusal.parse(Properties));
  expect(told.map(({ ResponseType }) => ResponseType)).toEqual(expect.arrayContaining(['UNAUTHORIZED', 'THROTTLED', 'DEFAULT_5XX']));
  for (const { StatusCode, ResponseTemplates } of told)
    expect(body.parse(JSON.parse(ResponseTemplates['application/json'])).status).toBe(StatusCode);
});

test('runners are told an address that is made of the id of the API alone', () => {
  const environment = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
  const address = (of = template()) =>
    shown(only(of, 'AWS::Lambda::Function', environment, 'Functionslaunch').Environment.Variables['RUNLET_API_URL']);
  expect(address()).toMatch(/^https:\/\/<ApiRest[0-9A-F]{8}>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/api$/);
  const emulated = template({ context: { emulator: 'http://127.0.0.1:4566' } });
  expect(address(emulated)).toMatch(/^http:\/\/127\.0\.0\.1:4566\/_aws\/execute-api\/<ApiRest[0-9A-F]{8}>\/api$/);
});

test('the web firewall and a name of its own are knobs', () => {
  for (const type of [
    'AWS::WAFv2::WebACL',
    'AWS::WAFv2::WebACLAssociation',
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGateway::BasePathMapping',
  ]) {
    expect(resources(template(), type)).toHaveLength(0);
    expect(resources(template(everyKnob), type)).toHaveLength(1);
  }
});
