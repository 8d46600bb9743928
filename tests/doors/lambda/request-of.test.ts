import { describe, expect, test } from 'vitest';
import { gatewayEvent } from '../../../functions/doors/lambda/gateway-event.ts';
import { requestOf } from '../../../functions/doors/lambda/request-of.ts';
import { gatewayEventOf } from './gateway-events.ts';
import type { GatewayRequest } from './gateway-events.ts';

function requestFrom(request: GatewayRequest, more: Record<string, unknown> = {}): Request {
  return requestOf(gatewayEvent.parse({ ...gatewayEventOf(request), ...more }), new AbortController().signal);
}

describe('a request made of an event of the gateway', () => {
  test('has the path as it was sent, without the stage', () => {
    const { url } = requestFrom({ target: 'GET /v1/scripts/a%2Fb%20%C3%A4', resource: '/v1/scripts/{script}' });
    expect(url).toBe('https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/v1/scripts/a%2Fb%20%C3%A4');
  });

  test.each([
    ['/v1/scripts/two words', '/v1/scripts/two%20words'],
    ['/v1/scripts/a?b#c', '/v1/scripts/a%3Fb%23c'],
    ['/v1/scripts/100%', '/v1/scripts/100%25'],
    ['/v1/scripts/ä€😀', '/v1/scripts/%C3%A4%E2%82%AC%F0%9F%98%80'],
    ['/v1/scripts/\ud800', '/v1/scripts/%EF%BF%BD'],
  ])('has a path that was decoded on its way encoded again: %s', (path, expected) => {
    const { url } = requestFrom({ target: 'GET /', resource: '/v1/scripts/{script}' }, { path });
    expect(new URL(url).pathname).toBe(expected);
  });

  test('has a stage before the path cut off, but not a path that only looks so', () => {
    const resource = '/v1/runs/{run}';
    expect(new URL(requestFrom({ target: 'GET /live/v1/runs/r', resource }).url).pathname).toBe('/v1/runs/r');
    expect(new URL(requestFrom({ target: 'GET /live/it', resource: '/live/{what}' }).url).pathname).toBe('/live/it');
  });

  test.each([
    ['//evil.test/v1/runs/x', '//evil.test/v1/runs/x'],
    ['/live//evil.test/v1/runs', '//evil.test/v1/runs'],
    ['//', '//'],
    ['//@:99999/[', '//@:99999/['],
    ['/v1/runs/../scripts', '/v1/runs/%252e%252e/scripts'],
    ['/v1/runs/%2E./%2e%2e/x', '/v1/runs/%252e%252e/%252e%252e/x'],
    ['/v1/runs/.', '/v1/runs/%252e'],
    ['/v1/runs/..;/x', '/v1/runs/..;/x'],
    ['/v1/runs/...', '/v1/runs/...'],
  ])('stays at the address that the gateway was asked for: %s', (path, expected) => {
    const { host, pathname } = new URL(requestFrom({ target: 'GET /', resource: '/v1/{proxy+}' }, { path }).url);
    expect([host, pathname]).toEqual(['a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com', expected]);
  });

  test.each([
    ['ключ', Buffer.from('ключ').toString('latin1')],
    ['a\0b\r\nc', 'a?b??c'],
  ])('takes any header, so that none costs a fault: %j', (value, expected) => {
    const { headers } = requestFrom({ target: 'GET /v1/runs', headers: { 'X-Any': [value] } });
    expect(headers.get('x-any')).toBe(expected);
  });

  test('has every value of a parameter of the query, encoded again', () => {
    const { searchParams } = new URL(requestFrom({ target: 'GET /v1/runs?status=FAILED&status=CRASHED&label=a%26b%3Dc%20%C3%A4' }).url);
    expect([...searchParams]).toEqual([
      ['status', 'FAILED'],
      ['status', 'CRASHED'],
      ['label', 'a&b=c ä'],
    ]);
  });

  test('has every value of a header', () => {
    const { headers } = requestFrom({ target: 'GET /v1/runs', headers: { Accept: ['text/plain', 'text/html'], 'Last-Event-ID': ['7'] } });
    expect([headers.get('accept'), headers.get('last-event-id')]).toEqual(['text/plain, text/html', '7']);
  });

  test('has the bytes of a body that came as base64', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const sent = { target: 'POST /v1/scripts/upload', body: Buffer.from(bytes).toString('base64'), base64: true };
    expect(await requestFrom(sent).bytes()).toEqual(bytes);
  });

  test('has a body of text as UTF-8', async () => {
    expect(await requestFrom({ target: 'POST /v1/runs', body: '{"name":"Jürgen"}' }).text()).toBe('{"name":"Jürgen"}');
  });

  test('has no body where the method takes none', async () => {
    expect(requestFrom({ target: 'GET /v1/runs', body: 'x' }).body).toBeNull();
  });
});
