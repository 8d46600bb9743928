import { describe, expect, test } from 'vitest';
import { noBody, nothing } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import { runEvent } from '../../core/schemas/log.ts';
import { http } from '../../functions/doors/http.ts';
import { AppError } from '../../core/errors.ts';
import { expectProblem, givenDoor } from './given-door.ts';

const route = {
  method: 'GET',
  path: '/v1/follow',
  summary: 'Follow',
  tag: 'things',
  scope: null,
  params: nothing,
  query: nothing,
  body: noBody,
  answer: { kind: 'events', schema: runEvent },
  errors: ['not-found'],
} as const satisfies Route;

type Event = { id?: string; event: { type: 'result'; data: string | number } } | { comment: string };

/** An operation that yields these events and tells how far it came. */
function givenStream(events: Event[]) {
  const seen = { yielded: 0, ended: false, lastEventId: '' };
  const operation = http(route, async ({ lastEventId }) => {
    seen.lastEventId = lastEventId ?? '';
    return (async function* () {
      try {
        for (const event of events) {
          seen.yielded += 1;
          yield event;
        }
      } finally {
        seen.ended = true;
      }
    })();
  });
  return { operation, seen };
}

const many = Array.from({ length: 1000 }, (_, index) => ({ id: String(index), event: { type: 'result' as const, data: index } }));

describe('a stream of events', () => {
  test('is text/event-stream with id, event and data in one line each', async () => {
    const { operation } = givenStream([
      { id: '7', event: { type: 'result', data: 'two\nlines' } },
      { comment: 'still\nhere' },
      { event: { type: 'result', data: 1 } },
    ]);
    const response = await (await givenDoor(operation)).send('GET /v1/follow');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe('id: 7\nevent: result\ndata: "two\\nlines"\n\n: still here\n\nevent: result\ndata: 1\n\n');
  });

  test('is told where to resume', async () => {
    const { operation, seen } = givenStream([]);
    await (await givenDoor(operation)).send('GET /v1/follow', { headers: { 'last-event-id': '41' } });
    expect(seen.lastEventId).toBe('41');
  });

  test('is made only as fast as it is read', async () => {
    const { operation, seen } = givenStream(many);
    const reader = (await (await givenDoor(operation)).send('GET /v1/follow')).body?.getReader();
    await reader?.read();
    expect(seen.yielded).toBeLessThan(5);
    await reader?.cancel();
  });

  test('ends its maker when the reader is gone', async () => {
    const { operation, seen } = givenStream(many);
    const response = await (await givenDoor(operation)).send('GET /v1/follow');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(seen.ended).toBe(true);
  });

  test('that breaks is told to the operator, and to the reader as a broken connection', async () => {
    const operation = http(route, async () =>
      (async function* () {
        yield { comment: 'begun' };
        throw new Error('disk gone');
      })(),
    );
    const { send, logged } = await givenDoor(operation);
    await expect((await send('GET /v1/follow')).text()).rejects.toThrow();
    expect(logged).toMatchObject([{ facts: { where: 'GET /v1/follow', error: expect.stringContaining('disk gone') } }]);
  });

  test('is refused as any other request before its first event', async () => {
    const operation = http(route, async () => {
      throw new AppError('not-found');
    });
    await expectProblem(await (await givenDoor(operation)).send('GET /v1/follow'), 'not-found', 404);
  });
});
