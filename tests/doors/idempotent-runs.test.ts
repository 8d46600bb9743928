import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { answers } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import { http } from '../../functions/doors/http.ts';
import { givenDoor } from './given-door.ts';
import { expire, slowRoute } from './kept-keys.ts';

describe('an operation that creates a run', () => {
  const route = {
    ...slowRoute,
    createsRun: true,
    query: z.strictObject({ wait: z.coerce.number().optional() }),
    answer: answers(201, z.object({ status: z.string(), kept: z.boolean() })),
  } as const satisfies Route;
  const startRun = http(route, async ({ idempotency, services }) => {
    if (!idempotency) return { status: 'SUCCEEDED', kept: false };
    const { pk, sk, requestHash } = idempotency;
    return { status: 'RUNNING', kept: await services.table.put({ pk, sk, body: { requestHash, runId: 'run_1' } }, { kind: 'absent' }) };
  });

  test('keeps its key itself, and is told apart from its repetition', async () => {
    const { send } = await givenDoor(startRun);
    const headers = { 'idempotency-key': 'k1' };
    const [first, second] = [await send('POST /v1/slow', { headers }), await send('POST /v1/slow', { headers })];
    expect([first.headers.get('idempotent-replayed'), second.headers.get('idempotent-replayed')]).toEqual([null, 'true']);
    expect([await first.json(), await second.json()]).toMatchObject([{ kept: true }, { kept: false }]);
  });

  test('is not taken for a repetition once its key has expired', async () => {
    const door = await givenDoor(startRun);
    const send = async () => door.send('POST /v1/slow', { headers: { 'idempotency-key': 'k1' } });
    await send();
    await expire(door, 'POST /v1/slow');
    expect((await send()).headers.get('idempotent-replayed')).toBeNull();
  });

  test('answers 200 in place of 201 when the run was waited for to its end', async () => {
    const { send } = await givenDoor(startRun);
    expect((await send('POST /v1/slow?wait=5')).status).toBe(200);
    expect((await send('POST /v1/slow')).status).toBe(201);
    expect((await send('POST /v1/slow?wait=5', { headers: { 'idempotency-key': 'k9' } })).status).toBe(201);
  });
});
