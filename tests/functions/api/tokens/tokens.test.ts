import { expect, it } from 'vitest';
import * as z from 'zod';
import { newToken } from '../../../../core/schemas/token.ts';
import { givenApi } from '../given-api.ts';

const { call } = givenApi();

async function givenToken(body: Record<string, unknown>) {
  const answer = await call('POST', '/v1/tokens', body);
  return z.parse(newToken, answer.body);
}

it('a token works for what it was made for until it is revoked', async () => {
  const { token, id } = await givenToken({ name: 'reader', scopes: ['scripts:read'] });
  expect(await call('GET', '/v1/scripts', undefined, token)).toMatchObject({ status: 200 });
  expect(await call('POST', '/v1/scripts', { name: 'x', source: 'x' }, token)).toMatchObject({ status: 403 });
  expect(await call('GET', '/v1/tokens')).toMatchObject({ body: { items: [{ id, name: 'reader' }] } });
  expect(await call('DELETE', `/v1/tokens/${id}`)).toEqual({ status: 204, body: null });
  expect(await call('GET', '/v1/scripts', undefined, token)).toMatchObject({ status: 401 });
});

it('a token cannot make one that may do more than itself', async () => {
  const { token } = await givenToken({ name: 'maker', scopes: ['tokens:write'] });
  expect(await call('POST', '/v1/tokens', { name: 'x', scopes: ['admin'] }, token)).toMatchObject({
    status: 403,
    body: { code: 'forbidden', errors: [{ field: 'scopes', got: 'admin' }] },
  });
});
