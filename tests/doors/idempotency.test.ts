import { describe, expect, test } from 'vitest';
import { http } from '../../functions/doors/http.ts';
import { expectProblem, givenDoor } from './given-door.ts';
import type { GivenDoor, Sent } from './given-door.ts';
import { expire, keptRows, slowRoute } from './kept-keys.ts';
import { echo, remove, upload } from './things.ts';

/** Sends one POST after the other with the same key. */
async function sendTwice(door: GivenDoor, first: Sent & { to?: string }, second: Sent & { to?: string }): Promise<[Response, Response]> {
  const send = async ({ to = 'POST /v1/things/x', ...sent }: Sent & { to?: string }) =>
    door.send(to, { ...sent, headers: { 'idempotency-key': 'k1', ...sent.headers } });
  return [await send(first), await send(second)];
}

async function expectReplayed(first: Response, second: Response): Promise<void> {
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.status).toBe(first.status);
  expect(await second.json()).toEqual(await first.json());
}

/** A form with one file; each has a boundary of its own. */
function form(): FormData {
  const data = new FormData();
  data.append('file', new File(['print(1)'], 'a.py'));
  return data;
}

describe('the same Idempotency-Key', () => {
  test('with the same request gets the first answer again', async () => {
    await expectReplayed(...(await sendTwice(await givenDoor(echo), { json: { name: 'a', size: 1 } }, { json: { size: 1, name: 'a' } })));
  });

  test('with another time to wait is still the same request', async () => {
    const json = { name: 'a' };
    await expectReplayed(
      ...(await sendTwice(await givenDoor(echo), { json, to: 'POST /v1/things/x?wait=1' }, { json, to: 'POST /v1/things/x?wait=9' })),
    );
  });

  test('with the same file is the same request, however the form was cut', async () => {
    await expectReplayed(
      ...(await sendTwice(await givenDoor(upload), { body: form(), to: 'POST /v1/upload' }, { body: form(), to: 'POST /v1/upload' })),
    );
  });

  test.each([
    ['body', { json: { name: 'b' } }],
    ['query', { json: { name: 'a' }, to: 'POST /v1/things/x?mode=b' }],
    ['path', { json: { name: 'a' }, to: 'POST /v1/things/y' }],
  ])('with another %s is refused', async (_, other) => {
    const [, second] = await sendTwice(await givenDoor(echo), { json: { name: 'a' } }, other);
    await expectProblem(second, 'idempotency-mismatch', 409);
  });

  test('of another actor is another key', async () => {
    const door = await givenDoor(echo);
    const [first, second] = await sendTwice(door, { json: { name: 'a' } }, { json: { name: 'b' }, token: await door.tokenWith('admin') });
    expect([first.status, second.status]).toEqual([201, 201]);
  });

  test('of the same actor by another credential is refused, because the answer is kept for the first one alone', async () => {
    const door = await givenDoor(echo);
    const [first, second] = await sendTwice(
      door,
      { json: { name: 'a' }, token: door.localToken() },
      { json: { name: 'a' }, token: door.localToken() },
    );
    expect(first.status).toBe(201);
    expect((await expectProblem(second, 'idempotency-mismatch', 409)).detail).toMatch(/another token/);
  });

  test('is free again after a refusal, because nothing was done', async () => {
    const [first, second] = await sendTwice(await givenDoor(echo), { json: { name: 'taken' } }, { json: { name: 'other' } });
    await expectProblem(first, 'name-taken', 409);
    expect(second.status).toBe(201);
  });

  test('means nothing where an operation can be repeated anyway', async () => {
    const [first, second] = await sendTwice(await givenDoor(remove), { to: 'DELETE /v1/things/x' }, { to: 'DELETE /v1/things/y' });
    expect([first.status, second.status]).toEqual([204, 204]);
  });
});

describe('an Idempotency-Key', () => {
  test.each([
    ['of 256 characters', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['beyond ASCII', 'schlüssel'],
  ])('%s is refused', async (_, key) => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(
      await send('POST /v1/things/x', { json: { name: 'a' }, headers: { 'idempotency-key': key } }),
      'bad-request',
      400,
    );
    expect(told.errors.map(({ field }) => field)).toEqual(['Idempotency-Key']);
  });

  test('leaves no answer in the table that could be read there', async () => {
    const door = await givenDoor(echo);
    await sendTwice(door, { json: { name: 'clear' } }, { json: { name: 'clear' } });
    const rows = await keptRows(door, 'POST /v1/things/{name}');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('clear');
  });
});

describe('a request under way', () => {
  test('makes the next one with its key wait', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const door = await givenDoor(
      http(slowRoute, async () => {
        started.resolve();
        await promise;
        return { done: true };
      }),
    );
    const headers = { 'idempotency-key': 'k' };
    const first = door.send('POST /v1/slow', { headers });
    await started.promise;
    await expectProblem(await door.send('POST /v1/slow', { headers }), 'idempotency-busy', 409);
    resolve();
    expect((await first).status).toBe(201);
    expect((await door.send('POST /v1/slow', { headers })).headers.get('idempotent-replayed')).toBe('true');
  });

  test('that was lost with its process a minute ago is done again', async () => {
    const door = await givenDoor(http(slowRoute, async () => ({ done: true })));
    const headers = { 'idempotency-key': 'k1' };
    await door.send('POST /v1/slow', { headers });
    const [row] = await keptRows(door, 'POST /v1/slow');
    const { answer: _, ...body } = row?.body ?? {};
    await door.services.table.put(
      { pk: row?.pk ?? '', sk: 'META', body: { ...body, startedAt: new Date(Date.now() - 61_000).toISOString() } },
      { kind: 'none' },
    );
    const again = await door.send('POST /v1/slow', { headers });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });
});

describe('a key that was used more than a day ago', () => {
  test('is free for another request', async () => {
    const door = await givenDoor(echo);
    const send = async (name: string) => door.send('POST /v1/things/x', { json: { name }, headers: { 'idempotency-key': 'k1' } });
    await send('a');
    await expire(door, 'POST /v1/things/{name}');
    const second = await send('b');
    expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });
});
