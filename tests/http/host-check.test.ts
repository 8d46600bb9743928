import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { open } from '../doors/things.ts';
import { checkHost } from '../../local/http/host-check.ts';
import { givenServer, raw, sendRaw } from './given-server.ts';

const answered = (heard: string) => heard.includes('\r\n\r\n');

/** The status line that a request with these headers gets. */
async function statusFor(headers: (port: number) => Record<string, string>, line = 'GET /v1/open'): Promise<string> {
  const { port } = await givenServer([open]);
  const heard = await sendRaw(port, raw(line, headers(port)), answered);
  return heard.split('\r\n', 1).join('');
}

describe('a Host header', () => {
  test.each([['127.0.0.1'], ['localhost'], ['LOCALHOST'], ['[::1]'], ['127.0.0.2']])(
    'that names this machine as %s is taken',
    async (host) => {
      expect(await statusFor((port) => ({ host: `${host}:${port}` }))).toBe('HTTP/1.1 200 OK');
    },
  );

  test.each([
    ['evil.example'],
    ['127.0.0.1.evil.example'],
    ['localhost.evil.example'],
    ['192.168.1.7'],
    ['0.0.0.0'],
    ['127.0.0.1@evil.example'],
  ])('that names %s is refused', async (host) => {
    expect(await statusFor((port) => ({ host: `${host}:${port}` }))).toMatch(/^HTTP\/1\.1 (403|400) /);
  });

  test('with another port, or none, is refused', async () => {
    expect(await statusFor(() => ({ host: '127.0.0.1:1' }))).toBe('HTTP/1.1 403 Forbidden');
    expect(await statusFor(() => ({ host: 'localhost' }))).toBe('HTTP/1.1 403 Forbidden');
  });

  test('is compared with the address in the request line too', async () => {
    expect(await statusFor((port) => ({ host: `127.0.0.1:${port}` }), 'GET http://evil.example/v1/open')).toBe('HTTP/1.1 403 Forbidden');
  });

  test.each([
    ['runlet.internal', 'runlet.internal', true],
    ['runlet.internal', 'other.internal', false],
    ['0.0.0.0', '192.168.1.7', true],
    ['0.0.0.0', 'evil.example', false],
    ['0.0.0.0', hostname(), true],
    ['192.168.1.7', '192.168.1.7', true],
    ['192.168.1.7', '192.168.1.8', false],
  ])('at a server on %s may name %s: %s', (listens, named, allowed) => {
    const request = new Request(`http://${named}:4400/`, { headers: { host: `${named}:4400` } });
    const check = () => checkHost(request, { host: listens, port: 4400 });
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'wrong-host' }));
  });
});

describe('a server behind a proxy', () => {
  const listening = { host: '127.0.0.1', port: 4400, publicUrl: 'https://runlet.example.com' };
  const check = (headers: Record<string, string>) => () =>
    checkHost(new Request(`http://${headers['host']}/unsubscribe/x`, { method: 'POST', headers }), listening);

  test('answers under the name that people use, to pages of that name', () => {
    expect(check({ host: 'runlet.example.com', origin: 'https://runlet.example.com' })).not.toThrow();
    expect(check({ host: '127.0.0.1:4400', origin: 'http://127.0.0.1:4400' })).not.toThrow();
  });

  test('refuses other names, and pages of other sites under its own', () => {
    expect(check({ host: 'evil.example' })).toThrow(expect.objectContaining({ code: 'wrong-host' }));
    expect(check({ host: 'runlet.example.com:8080' })).toThrow(expect.objectContaining({ code: 'wrong-host' }));
    expect(check({ host: 'runlet.example.com', origin: 'https://evil.example' })).toThrow(
      expect.objectContaining({ code: 'wrong-origin' }),
    );
    expect(check({ host: '127.0.0.1:4400', origin: 'https://runlet.example.com' })).toThrow(
      expect.objectContaining({ code: 'wrong-origin' }),
    );
  });
});

const crossSite = (port: number) => ({ host: `localhost:${port}`, 'sec-fetch-site': 'cross-site' });

describe('an Origin header', () => {
  test('of the server itself is taken', async () => {
    expect(await statusFor((port) => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` }))).toBe('HTTP/1.1 200 OK');
  });

  test.each([['http://evil.example'], ['null'], ['http://localhost:1'], ['https://localhost']])('of %s is refused', async (origin) => {
    expect(await statusFor((port) => ({ host: `localhost:${port}`, origin }))).toBe('HTTP/1.1 403 Forbidden');
  });

  test('may be missing, but not from a request that a browser says is of another site', async () => {
    expect(await statusFor(crossSite, 'POST /v1/open')).toBe('HTTP/1.1 403 Forbidden');
    expect(await statusFor(crossSite)).toBe('HTTP/1.1 200 OK');
  });
});
