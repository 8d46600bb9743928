import { describe, expect, test, vi } from 'vitest';
import { createClient } from '../../client/index.ts';
import { AppError } from '../../core/errors.ts';
import { routes } from '../../core/routes/index.ts';
import { http } from '../../functions/doors/http.ts';
import { givenDoor } from '../doors/given-door.ts';
import { givenServer } from '../http/given-server.ts';
import { end, givenClient, givenRemoteClient, heardBy, line } from './given-client.ts';

const params = { run: 'run_1' };

/** A stream of ten lines and the end, of which each connection brings only so many. */
function givenStream(perConnection: number) {
  const resumedAt: (string | null)[] = [];
  const operation = http(routes.followRun, async ({ lastEventId }) => {
    resumedAt.push(lastEventId);
    const all = [...Array.from({ length: 10 }, (_, seq) => line(seq)), end];
    const from = lastEventId === null ? 0 : Number(lastEventId) + 1;
    return (async function* () {
      yield { comment: 'hello' };
      yield* all.slice(from, from + perConnection);
    })();
  });
  return { operation, resumedAt };
}

const everything = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'end'];

describe('following a run', () => {
  test.each([
    ['in memory', givenClient],
    ['over HTTP', givenRemoteClient],
  ])('gives every event once up to the end, %s', async (_, given) => {
    const { operation, resumedAt } = givenStream(100);
    expect(await heardBy((await given(operation)).followRun({ params }))).toEqual(everything);
    expect(resumedAt).toEqual([null]);
  });

  test('resumes behind the last event when the server closes early', async () => {
    const { operation, resumedAt } = givenStream(4);
    expect(await heardBy((await givenRemoteClient(operation)).followRun({ params }))).toEqual(everything);
    expect(resumedAt).toEqual([null, '3', '7']);
  });

  test('resumes when the connection breaks in the middle of an event', async () => {
    const { operation } = givenStream(100);
    const { app, tokenWith } = await givenDoor(operation);
    const client = createClient({
      url: 'http://runlet.test',
      token: await tokenWith('admin'),
      fetch: async (request) => brokenAfter(600, await app(request)),
    });
    expect(await heardBy(client.followRun({ params }))).toEqual(everything);
  });

  test('resumes when the server is away for a moment', async () => {
    const { operation } = givenStream(6);
    const { app, tokenWith } = await givenDoor(operation);
    let calls = 0;
    const fetch = async (request: Request) => {
      calls += 1;
      if (calls === 2) throw new TypeError('fetch failed');
      return app(request);
    };
    const client = createClient({ url: 'http://runlet.test', token: await tokenWith('admin'), fetch });
    expect(await heardBy(client.followRun({ params }))).toEqual(everything);
  });

  test('ends at once with what the server refuses', async () => {
    const operation = http(routes.followRun, async () => {
      throw new AppError('not-found');
    });
    await expect(heardBy((await givenClient(operation)).followRun({ params }))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('ends at once when no server was ever there', async () => {
    const client = createClient({ url: 'http://127.0.0.1:1', token: null });
    await expect(heardBy(client.followRun({ params }))).rejects.toMatchObject({ code: 'unreachable' });
  });
});

test('a server that never says anything is given up', async () => {
  const operation = http(routes.followRun, async () => (async function* () {})());
  const client = await givenClient(operation);
  await withoutPauses(async () => {
    await expect(heardBy(client.followRun({ params }))).rejects.toMatchObject({ code: 'unreachable' });
  });
});

/** A run that never ends, and when its stream did. */
function endless() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const operation = http(routes.followRun, async ({ signal }) =>
    (async function* () {
      try {
        for (let seq = 0; ; seq += 1) {
          yield line(seq);
          const { promise: next, resolve: go } = Promise.withResolvers<void>();
          signal.addEventListener('abort', () => go());
          setTimeout(go, 5);
          await next;
        }
      } finally {
        resolve();
      }
    })(),
  );
  return { operation, ended: promise };
}

describe('who stops following', () => {
  test('by leaving the loop frees the server', async () => {
    const { operation, ended } = endless();
    const { url, token } = await givenServer([operation]);
    for await (const event of createClient({ url, token }).followRun({ params })) if (event.type === 'log' && event.data.seq === 3) break;
    await ended;
  });

  test('by a signal gets the signal as the error, and frees the server', async () => {
    const { operation, ended } = endless();
    const { url, token } = await givenServer([operation]);
    const stop = new AbortController();
    const following = (async () => {
      for await (const _ of createClient({ url, token }).followRun({ params, signal: stop.signal })) stop.abort();
    })();
    await expect(following).rejects.toMatchObject({ name: 'AbortError' });
    await ended;
  });
});

/** Does the work with timers that fire at once. */
async function withoutPauses(work: () => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const turning = setInterval(() => {
    void vi.runOnlyPendingTimersAsync();
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(turning);
    vi.useRealTimers();
  }
}

/** The answer, whose body breaks after so many bytes. */
function brokenAfter(bytes: number, response: Response): Response {
  let left = bytes;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, Math.max(left, 0)));
      left -= chunk.length;
      if (left < 0) controller.error(new TypeError('terminated'));
    },
  });
  return new Response(response.body?.pipeThrough(cut), { status: response.status, headers: response.headers });
}
