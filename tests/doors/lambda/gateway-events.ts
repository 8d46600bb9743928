import type { Scope } from '../../../core/schemas/token.ts';

/** A request in short. */
export interface GatewayRequest {
  /** `POST /v1/things/one?wait=3`, as it is sent. */
  target: string;
  /** `/v1/things/{name}`; the path itself unless said otherwise. */
  resource?: string;
  params?: Record<string, string>;
  headers?: Record<string, string[]>;
  body?: string | null;
  base64?: boolean;
  /** What the authorizer answered; null where none stands before the address. */
  scopes?: Scope[] | null;
}

/** The event of a REST API's proxy integration, with all that AWS documents ("Input format of a Lambda function for proxy integration"). */
export function gatewayEventOf(request: GatewayRequest): Record<string, unknown> {
  const [method = 'GET', target = '/'] = request.target.split(' ');
  const [path = '/', search = ''] = target.split('?');
  const query = [...new URLSearchParams(search)];
  const headers = { Host: ['a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com'], 'X-Forwarded-Proto': ['https'], ...request.headers };
  const resource = request.resource ?? path;
  return {
    resource,
    path,
    httpMethod: method,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: headers,
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: query.length === 0 ? null : several(query),
    pathParameters: request.params ?? null,
    stageVariables: null,
    requestContext: {
      resourceId: 'ab1cd2',
      authorizer: authorizer(request.scopes === undefined ? ['admin'] : request.scopes),
      resourcePath: resource,
      httpMethod: method,
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      requestTime: '21/Nov/2026:12:00:00 +0000',
      path: `/live${path}`,
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'live',
      requestTimeEpoch: 1_795_000_000_000,
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0', cognitoIdentityId: null },
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      apiId: 'a1b2c3d4e5',
    },
    body: request.body ?? null,
    isBase64Encoded: request.base64 ?? false,
  };
}

function several(query: [string, string][]): Record<string, string[]> {
  return Object.fromEntries(query.map(([name]) => [name, query.filter(([other]) => other === name).map(([, value]) => value)]));
}

function authorizer(scopes: Scope[] | null) {
  if (scopes === null) return undefined;
  return { principalId: 'tok_1', actorId: 'tok_1', name: 'ci', scopes: scopes.join(' '), integrationLatency: 12 };
}
