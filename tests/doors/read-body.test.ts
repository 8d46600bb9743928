import { describe, expect, test } from 'vitest';
import { expectProblem, givenDoor } from './given-door.ts';
import { echo, upload } from './things.ts';

/** A body that counts how much of it was taken. */
function givenStream(chunk: string, chunks: number): { body: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 1;
        if (taken > chunks) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken };
}

const json = { 'content-type': 'application/json' };

describe('a body over the limit', () => {
  test('is refused unread when it says how long it is', async () => {
    const { send } = await givenDoor(echo);
    const stream = givenStream('x', 5000);
    await expectProblem(
      await send('POST /v1/things/x', { body: stream.body, headers: { ...json, 'content-length': '5000' } }),
      'too-large',
      413,
    );
    expect(stream.taken()).toBe(0);
  });

  test('is refused as soon as it is longer when it does not say how long it is', async () => {
    const { send } = await givenDoor(echo);
    const stream = givenStream('x'.repeat(500), 1000);
    await expectProblem(await send('POST /v1/things/x', { body: stream.body, headers: json }), 'too-large', 413);
    expect(stream.taken()).toBe(5);
  });

  test('is refused for files too', async () => {
    const { send } = await givenDoor(upload);
    const body = new FormData();
    body.append('file', new File(['x'.repeat(3000)], 'a.py'));
    await expectProblem(await send('POST /v1/upload', { body }), 'too-large', 413);
  });
});

describe('a JSON body', () => {
  test.each([
    ['form data', 'application/x-www-form-urlencoded'],
    ['plain text', 'text/plain'],
    ['multipart', 'multipart/form-data; boundary=x'],
  ])('sent as %s is refused by its type', async (_, type) => {
    const { send } = await givenDoor(echo);
    await expectProblem(
      await send('POST /v1/things/x', { body: '{"name":"a"}', headers: { 'content-type': type } }),
      'unsupported-media-type',
      415,
    );
  });

  test('without a type is refused', async () => {
    const { send } = await givenDoor(echo);
    await expectProblem(await send('POST /v1/things/x', { body: new TextEncoder().encode('{"name":"a"}') }), 'unsupported-media-type', 415);
  });

  test.each([['application/json; charset=utf-8'], ['application/merge-patch+json'], ['APPLICATION/JSON']])(
    'may be sent as %s',
    async (type) => {
      const { send } = await givenDoor(echo);
      expect((await send('POST /v1/things/x', { body: '{"name":"a"}', headers: { 'content-type': type } })).status).toBe(201);
    },
  );

  test.each([
    ['half of it', '{"name":', /not JSON/],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /not UTF-8/],
    ['NaN', '{"name":NaN}', /not JSON/],
    ['a thousand nested lists', `${'['.repeat(900)}${']'.repeat(900)}`, /nested more than 200/],
    ['a field __proto__', '{"name":"a","__proto__":{"admin":true}}', /__proto__/],
    ['a field __proto__ deep inside', '{"name":"a","tags":[{"\\u005f_proto__":1}]}', /__proto__/],
  ])('of %s is refused in a sentence', async (_, body, sentence) => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x', { body, headers: json }), 'bad-json', 400);
    expect(told.detail).toMatch(sentence);
  });

  test('may begin with a byte order mark', async () => {
    const { send } = await givenDoor(echo);
    expect((await send('POST /v1/things/x', { body: '\uFEFF{"name":"a"}', headers: json })).status).toBe(201);
  });
});
