import { expect, test } from 'vitest';
import { givenAttack } from './given-attack.ts';

const attack = givenAttack();
const get = (target: string, headers: string) => attack.send(`GET ${target} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
const known = 'Host: {host}\r\nAuthorization: Bearer {token}';

test.each(['evil.test', '127.0.0.1.evil.test', '127.0.0.1', '0177.0.0.1', '2130706433', 'localhost.', '0.0.0.0'])(
  'a request that names the server %s is refused',
  async (host) => {
    expect(await get('/v1/scripts', `Host: ${host}\r\nAuthorization: Bearer {token}`)).toBe('HTTP/1.1 403 Forbidden');
  },
);

test.each(['http://evil.test', 'null', 'https://{host}', 'http://127.0.0.1:1', 'file://'])('a page of %s reads nothing', async (origin) => {
  expect(await get('/v1/scripts', `${known}\r\nOrigin: ${origin}`)).toBe('HTTP/1.1 403 Forbidden');
});

test.each(['GET http://evil.test/v1/scripts', 'OPTIONS http://evil.test/v1/scripts'])('%s is not answered', async (line) => {
  expect(await attack.send(`${line} HTTP/1.1\r\n${known}\r\n\r\n`)).toBe('HTTP/1.1 403 Forbidden');
});

test.each(['', 'Authorization: Basic {token}', 'Authorization: Bearer {token}x', 'X-API-Key: {token}', 'Cookie: runlet_session={token}'])(
  'the credential "%s" is none',
  async (header) => {
    expect(await get('/v1/scripts?token={token}', `Host: {host}${header === '' ? '' : `\r\n${header}`}`)).toBe('HTTP/1.1 401 Unauthorized');
  },
);

test.each(['/openapi.json', '/docs/swagger-ui.css', '/docs/..%2f..%2fpackage.json', '/v1/templates', '/v1/runs/x/log'])(
  '%s is answered to nobody without a token',
  async (path) => {
    expect(await get(path, 'Host: {host}')).toBe('HTTP/1.1 401 Unauthorized');
  },
);

test.each([
  'Content-Length: 4\r\nTransfer-Encoding: chunked',
  'Content-Length: 2\r\nContent-Length: 3',
  'Content-Length: -1',
  'Transfer-Encoding: xchunked',
])('a body of two lengths is refused: %j', async (headers) => {
  const line = `POST /v1/scripts HTTP/1.1\r\n${known}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n0\r\n\r\n`;
  expect(await attack.send(line)).toBe('HTTP/1.1 400 Bad Request');
});
