import { describe, expect, test } from 'vitest';
import { expectProblem } from '../doors/given-door.ts';
import { echo, open } from '../doors/things.ts';
import { givenServer, raw, sendRaw } from './given-server.ts';
import { startServer } from '../../local/http/server.ts';

const answered = (heard: string) => /\r\n\r\n[^]*\}$/.test(heard);

describe('the server', () => {
  test('answers over HTTP as the app does in memory', async () => {
    const { url, token } = await givenServer([echo]);
    const response = await fetch(`${url}/v1/things/x`, {
      method: 'POST',
      body: '{"name":"a"}',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    expect([response.status, await response.json()]).toMatchObject([201, { body: { name: 'a' } }]);
  });

  test('keeps a connection for the next request', async () => {
    const { port } = await givenServer([open]);
    const request = raw('GET /v1/open', { host: `127.0.0.1:${port}` });
    const heard = await sendRaw(port, request + request, (text) => text.split('HTTP/1.1 200').length === 3);
    expect(heard).toMatch(/keep-alive/i);
  });

  test('says in a sentence that its port is taken', async () => {
    const { port } = await givenServer([]);
    await expect(startServer({ app: async () => new Response(), host: '127.0.0.1', port, log: () => {} })).rejects.toThrow(
      /cannot listen on 127\.0\.0\.1:\d+ .*--port/,
    );
  });

  test('gives requests under way their time when it closes', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const begun = Promise.withResolvers<void>();
    const server = await startServer({
      app: async () => {
        begun.resolve();
        return promise;
      },
      host: '127.0.0.1',
      port: 0,
      log: () => {},
    });
    const answer = fetch(server.url);
    await begun.promise;
    const closed = server.close(20_000);
    resolve(new Response('in time', { headers: { connection: 'close' } }));
    expect(await (await answer).text()).toBe('in time');
    await closed;
  });
});

describe('what cannot be read as a request', () => {
  test.each([
    [
      'a head that is too long',
      (port: number) => raw('GET /v1/open', { host: `127.0.0.1:${port}`, cookie: 'x'.repeat(20_000) }),
      /longer than 16384 bytes/,
    ],
    ['another protocol', () => 'EHLO mail.example\r\n\r\n', /not an HTTP request/],
  ])('is refused in a sentence: %s', async (_, bytes, sentence) => {
    const { port } = await givenServer([open]);
    const heard = await sendRaw(port, bytes(port), answered);
    expect(heard).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json/);
    expect(heard).toMatch(sentence);
  });
});

describe('a body over the limit', () => {
  test('is refused before it is sent', async () => {
    const { port, token } = await givenServer([echo]);
    const headers = {
      host: `127.0.0.1:${port}`,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': '9000000',
    };
    expect(await sendRaw(port, raw('POST /v1/things/x', headers), answered)).toMatch(/^HTTP\/1\.1 413 [^]*"too-large"/);
  });

  test('is refused while it comes when it does not say how long it is', async () => {
    const { port, token } = await givenServer([echo]);
    const headers = {
      host: `127.0.0.1:${port}`,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
    expect(await sendRaw(port, raw('POST /v1/things/x', headers, chunk), answered)).toMatch(/^HTTP\/1\.1 413 [^]*"too-large"/);
  });

  test('leaves the server well', async () => {
    const { url, token } = await givenServer([echo, open]);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/things/x`, { method: 'POST', body: JSON.stringify({ name: 'x'.repeat(3_000_000) }), headers });
    await expectProblem(response, 'too-large', 413);
    expect((await fetch(`${url}/v1/open`)).status).toBe(200);
  });
});
