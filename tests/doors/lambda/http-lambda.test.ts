import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { answers, noBody, nothing } from '../../../core/route.ts';
import type { Route } from '../../../core/route.ts';
import { runEvent } from '../../../core/schemas/log.ts';
import { http } from '../../../functions/doors/http.ts';
import { httpLambda } from '../../../functions/doors/lambda/http-lambda.ts';
import type { HttpLambdaOptions } from '../../../functions/doors/lambda/http-lambda.ts';
import type { Operation } from '../../../functions/doors/operation.ts';
import { givenServices } from '../given-services.ts';
import { broken, bytes, echo, open, remove } from '../things.ts';
import { call, givenContext, givenObserver } from './given-runtime.ts';
import { gatewayEventOf } from './gateway-events.ts';
import type { GatewayRequest } from './gateway-events.ts';

const base = { summary: 'A thing', tag: 'things', params: nothing, query: nothing, body: noBody, errors: [], scope: 'runs:read' } as const;
const waiting = {
  ...base,
  method: 'GET',
  path: '/v1/slow',
  answer: answers(200, z.object({ ended: z.boolean() })),
} as const satisfies Route;
const following = {
  ...base,
  method: 'GET',
  path: '/v1/events',
  answer: { kind: 'events', schema: runEvent },
} as const satisfies Route;

/** Answers after 90 ms, or as soon as the caller is gone. */
const slow = http(waiting, async ({ signal }) => {
  const ended = await sleep(90, true, { signal }).catch(() => false);
  return { ended };
});

const failsLate = http(waiting, async () => {
  await sleep(50);
  throw new AppError('not-found', 'It was there a moment ago.');
});

/** Tells one event each 20 ms, for as long as it is listened to. */
const endless = http(following, async ({ signal }) =>
  (async function* () {
    for (let at = 0; !signal.aborted; at++) {
      yield { id: String(at), event: { type: 'result' as const, data: at } };
      await sleep(20);
    }
  })(),
);

function givenFunction(operation: Operation, options: Partial<HttpLambdaOptions> = {}) {
  const { services, logged } = givenServices();
  const { observer, seen } = givenObserver();
  const handler = httpLambda({ operations: { operation }, services, observer, ...options });
  const send = async (request: GatewayRequest, how: Parameters<typeof call>[2] = {}) => call(handler, gatewayEventOf(request), how);
  return { send, logged, seen };
}

const thing: GatewayRequest = {
  target: 'POST /v1/things/a%2Fb?mode=x',
  resource: '/v1/things/{name}',
  params: { name: 'a%2Fb' },
  headers: { Authorization: ['Bearer rlt_x'], 'Content-Type': ['application/json'] },
  body: '{"name":"one"}',
};

describe('a function behind the gateway', () => {
  test('answers as every other door does: status, headers, JSON', async () => {
    const { send } = givenFunction(echo);
    const answer = await send(thing);
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(JSON.parse(answer.body)).toMatchObject({ body: { name: 'one' }, query: { mode: 'x' }, actor: 'tok_1' });
  });

  test('refuses with problem details', async () => {
    const answer = await givenFunction(echo).send({ ...thing, body: '{"name":"too long"}' });
    expect(answer).toMatchObject({ statusCode: 400, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'bad-request', errors: [{ field: 'name' }] });
  });

  test('believes the gateway who calls, and asks for the scope itself', async () => {
    const answer = await givenFunction(echo).send({ ...thing, scopes: ['runs:read'] });
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([403, 'forbidden']);
  });

  test.each([
    ['no authorizer', { ...thing, scopes: null }],
    ['no credential', { ...thing, headers: {} }],
  ])('knows nobody where there is %s', async (_what, request) => {
    expect((await givenFunction(echo).send(request)).statusCode).toBe(401);
  });

  test('answers an open address without an authorizer', async () => {
    expect(await givenFunction(open).send({ target: 'GET /v1/open', scopes: null })).toMatchObject({
      statusCode: 200,
      body: '{"ok":true}',
    });
  });

  test('answers without a body where there is nothing to tell, and to HEAD', async () => {
    const headers = { Authorization: ['Bearer rlt_x'] };
    const removed = await givenFunction(remove).send({ target: 'DELETE /v1/things/x', resource: '/v1/things/{name}', headers });
    const head = await givenFunction(open).send({ target: 'HEAD /v1/open', scopes: null });
    expect([removed.statusCode, removed.body, head.statusCode, head.body]).toEqual([204, '', 200, '']);
  });

  test('gives bytes as they are', async () => {
    const answer = await givenFunction(bytes).send({ target: 'GET /v1/page', headers: { Authorization: ['Bearer rlt_x'] } });
    expect([answer.headers['content-type'], answer.body]).toEqual(['text/html', '<script>alert(1)</script>']);
  });

  test('says 404 and 405 as problem details', async () => {
    const { send } = givenFunction(open);
    expect((await send({ target: 'GET /v1/closed', resource: '/{proxy+}', scopes: null })).statusCode).toBe(404);
    expect(await send({ target: 'POST /v1/open', scopes: null })).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('keeps its own faults to itself', async () => {
    const answer = await givenFunction(broken).send({ target: 'GET /v1/broken', scopes: null });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
  });
});

const asks: GatewayRequest = { target: 'GET /v1/slow', headers: { Authorization: ['Bearer rlt_x'] } };

describe('an answer of JSON that takes long', () => {
  test('is preceded by spaces, and is 200', async () => {
    const answer = await givenFunction(slow, { patienceMs: 25 }).send(asks);
    expect(answer.body).toMatch(/^ {2,3}\{"ended":true\}$/);
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.chunks[0]).toMatchObject({ text: ' ' });
    expect(answer.chunks[0]?.at).toBeLessThan(80);
  });

  test('says in its body alone what went wrong late', async () => {
    const answer = await givenFunction(failsLate, { patienceMs: 20 }).send(asks);
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'not-found', status: 404, detail: 'It was there a moment ago.' });
  });

  test('has its own status when it comes in time', async () => {
    expect(await givenFunction(failsLate, { patienceMs: 1000 }).send(asks)).toMatchObject({ statusCode: 404 });
  });

  test('is cut short before the function is ended from outside', async () => {
    const answer = await givenFunction(slow, { patienceMs: 5 }).send(asks, { context: givenContext(5020) });
    expect(JSON.parse(answer.body)).toEqual({ ended: false });
  });

  test('is given up when the caller is gone', async () => {
    const { send, logged } = givenFunction(slow, { patienceMs: 10 });
    await send(asks, { goneMs: 30 });
    await expect.poll(() => logged.at(-1)?.facts).toMatchObject({ how: 'gone' });
    expect(Number(logged.at(-1)?.facts['ms'])).toBeLessThan(80);
  });

  test('is not waited for in spaces by HEAD', async () => {
    expect(await givenFunction(slow, { patienceMs: 10 }).send({ ...asks, target: 'HEAD /v1/slow' })).toMatchObject({ body: '' });
  });
});

describe('a stream of events', () => {
  const follow: GatewayRequest = { target: 'GET /v1/events', headers: { Authorization: ['Bearer rlt_x'] } };

  test('comes event by event, and ends before the function is ended from outside', async () => {
    const answer = await givenFunction(endless).send(follow, { context: givenContext(5090) });
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(answer.chunks.length).toBeGreaterThan(2);
    expect(answer.chunks.every(({ text }) => /^id: \d+\nevent: result\ndata: \d+\n\n$/.test(text))).toBe(true);
    expect((answer.chunks.at(-1)?.at ?? 0) - (answer.chunks[0]?.at ?? 0)).toBeGreaterThan(30);
  });

  test('ends when the caller is gone', async () => {
    const { send, logged } = givenFunction(endless);
    await send(follow, { goneMs: 50 });
    await expect.poll(() => logged.at(-1)?.facts).toMatchObject({ how: 'gone' });
  });
});

describe('the log of a function', () => {
  test('has one line for a request: its id, its route, its run, its status, and nothing that was in it', async () => {
    const { send, logged, seen } = givenFunction(open);
    const answer = await send({ target: 'GET /v1/open', resource: '/v1/open', params: { run: 'run_1' }, scopes: null });
    const requestId = answer.headers['x-request-id'];
    const facts = { requestId, route: 'GET /v1/open', runId: 'run_1', status: 200, how: 'whole', ms: expect.any(Number) };
    expect(logged).toEqual([{ level: 'info', message: 'answered', facts }]);
    expect(seen).toMatchObject({ begun: 1, ended: 1 });
  });
});
