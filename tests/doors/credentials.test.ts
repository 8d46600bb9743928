import { describe, expect, test } from 'vitest';
import { expectProblem, givenDoor } from './given-door.ts';
import { echo, open } from './things.ts';

const good = { json: { name: 'a' } } as const;

describe('a request without a good token is refused', () => {
  test.each([
    ['none at all', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['an unknown token', { authorization: `Bearer rlt_${'x'.repeat(43)}` }],
    ['two tokens', { authorization: 'Bearer a b' }],
  ])('with %s', async (_, headers) => {
    const { send } = await givenDoor(echo);
    const response = await send('POST /v1/things/x', { ...good, headers, token: null });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="runlet"');
    await expectProblem(response, 'unauthenticated', 401);
  });

  test('before anything else is looked at', async () => {
    const { send } = await givenDoor(echo);
    await expectProblem(await send('POST /v1/things/x?unknown=1', { json: { wrong: true }, token: null }), 'unauthenticated', 401);
  });
});

describe('a token', () => {
  test('without the scope is told which one is missing', async () => {
    const { send, tokenWith } = await givenDoor(echo);
    const told = await expectProblem(
      await send('POST /v1/things/x', { ...good, token: await tokenWith('runs:read', 'scripts:read') }),
      'forbidden',
      403,
    );
    expect(told.detail).toMatch(/scope scripts:write; the one sent has runs:read, scripts:read/);
  });

  test('with the scope opens the operation, and with admin every one', async () => {
    const { send, tokenWith } = await givenDoor(echo);
    for (const scope of ['scripts:write', 'admin'] as const) {
      expect((await send('POST /v1/things/x', { ...good, token: await tokenWith(scope) })).status).toBe(201);
    }
  });

  test('may be announced in any case', async () => {
    const { send, tokenWith } = await givenDoor(echo);
    expect((await send('POST /v1/things/x', { ...good, headers: { authorization: `bearer ${await tokenWith('admin')}` } })).status).toBe(
      201,
    );
  });

  test('is not asked for where the operation is open', async () => {
    const { send } = await givenDoor(open);
    expect((await send('GET /v1/open', { token: null })).status).toBe(200);
  });
});
