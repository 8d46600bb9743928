import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { answers, noBody, nothing } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import { http } from '../../functions/doors/http.ts';
import { expectProblem, givenDoor } from './given-door.ts';
import { broken, bytes, echo, leaky, open, remove } from './things.ts';

const artifactRoute = {
  method: 'GET',
  path: '/v1/runs/{run}/artifacts/{name}',
  summary: 'A file',
  tag: 'things',
  scope: null,
  params: z.strictObject({ run: z.string(), name: z.string() }),
  query: nothing,
  body: noBody,
  answer: answers(200, z.object({ run: z.string(), name: z.string() })),
  errors: [],
} as const satisfies Route;
const artifact = http(artifactRoute, async ({ params }) => params);

const fixed = http({ ...artifactRoute, method: 'POST', path: '/v1/things/upload', params: nothing } as const satisfies Route, async () => ({
  run: 'none',
  name: 'none',
}));

describe('an address', () => {
  test('that is not known is told as such', async () => {
    const { send } = await givenDoor(open);
    await expectProblem(await send('GET /v1/nowhere'), 'no-route', 404);
  });

  test('that is known with other methods tells them', async () => {
    const { send } = await givenDoor(open, echo, remove);
    const things = await send('PATCH /v1/things/x');
    await expectProblem(things, 'method-not-allowed', 405);
    expect(things.headers.get('allow')).toBe('POST, DELETE');
    expect((await send('POST /v1/open')).headers.get('allow')).toBe('GET, HEAD');
  });

  test('that is fixed tells its own methods, though it could be read as a name too', async () => {
    const { send } = await givenDoor(remove, fixed);
    expect((await send('PATCH /v1/things/upload')).headers.get('allow')).toBe('POST');
    expect((await send('DELETE /v1/things/upload')).status).toBe(204);
  });

  test('with wrong percent-encoding is refused by the parameter', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/%E0%A4%A', { json: { name: 'a' } }), 'bad-request', 400);
    expect(told.errors[0]?.field).toBe('name');
  });

  test.each([
    ['charts/2024/rain.svg', 'charts/2024/rain.svg'],
    ['a%2Fb%20c', 'a/b c'],
    ['%C3%A4%25', 'ä%'],
    ['a%252Fb', 'a%2Fb'],
  ])('of an artifact keeps its slashes: %s', async (path, name) => {
    const { send } = await givenDoor(artifact);
    expect(await (await send(`GET /v1/runs/run_1/artifacts/${path}`)).json()).toEqual({ run: 'run_1', name });
  });

  test('is answered to HEAD with the headers of GET alone', async () => {
    const { send } = await givenDoor(bytes);
    const response = await send('HEAD /v1/page');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '25', '']);
  });
});

describe('an answer', () => {
  test('holds nothing that its schema does not name', async () => {
    const { send } = await givenDoor(leaky);
    expect(await (await send('GET /v1/leaky')).json()).toEqual({ name: 'shown' });
  });

  test('is kept by nobody and guessed at by no browser', async () => {
    const { send } = await givenDoor(open);
    const { headers } = await send('GET /v1/open');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{24}$/);
  });

  test('of bytes that a script made is shut in, and saved under its own name', async () => {
    const { send } = await givenDoor(bytes);
    const response = await send('GET /v1/page');
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="Bericht \\"M?rz\\".html"; filename*=UTF-8\'\'Bericht%20%22M%C3%A4rz%22.html',
    );
    expect(await response.text()).toBe('<script>alert(1)</script>');
  });

  test('to a fault of our own tells nothing of it, and the log tells all under the same id', async () => {
    const { send, logged } = await givenDoor(broken);
    const told = await expectProblem(await send('GET /v1/broken'), 'internal', 500);
    expect(JSON.stringify(told)).not.toMatch(/hunter2|secret\.ts|TypeError/);
    expect(logged).toMatchObject([
      { level: 'error', facts: { requestId: told.requestId, where: 'GET /v1/broken', error: expect.stringContaining('hunter2') } },
    ]);
  });
});
