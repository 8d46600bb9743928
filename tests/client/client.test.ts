import { describe, expect, expectTypeOf, test } from 'vitest';
import { createClient, RunletError, uploadFile } from '../../client/index.ts';
import { routes } from '../../core/routes/index.ts';
import type { Token } from '../../core/schemas/token.ts';
import { createToken } from '../../functions/api/tokens/create-token.ts';
import { deleteToken } from '../../functions/api/tokens/delete-token.ts';
import { listTokens } from '../../functions/api/tokens/list-tokens.ts';
import { healthz } from '../../functions/api/system/healthz.ts';
import { http } from '../../functions/doors/http.ts';
import { givenClient, givenRemoteClient } from './given-client.ts';

const now = '2026-01-01T00:00:00.000Z';

describe('a method of the client', () => {
  test('exists for every operation', async () => {
    const client = await givenClient();
    expect(Object.keys(client).toSorted()).toEqual([...Object.keys(routes), 'fetch'].toSorted());
  });

  test.each([
    ['in memory', givenClient],
    ['over HTTP', givenRemoteClient],
  ])('answers with what the route promises, %s', async (_, given) => {
    const client = await given(createToken, listTokens, deleteToken);
    const made = await client.createToken({ body: { name: 'ci', scopes: ['runs:read'] } });
    expectTypeOf(made.scopes).toEqualTypeOf<Token['scopes']>();
    expect((await client.listTokens({ query: { limit: 200 } })).items.map(({ name }) => name)).toContain('ci');
    expect(await client.deleteToken({ params: { token: made.id } })).toBeUndefined();
    expect((await client.listTokens()).items.map(({ name }) => name)).not.toContain('ci');
  });

  test('with an idempotency key does its work once', async () => {
    const client = await givenClient(createToken, listTokens);
    const wanted = { body: { name: 'once' }, idempotencyKey: 'a-key' } as const;
    expect((await client.createToken(wanted)).token).toBe((await client.createToken(wanted)).token);
    expect((await client.listTokens()).items.filter(({ name }) => name === 'once')).toHaveLength(1);
  });

  test('keeps slashes and strange characters of parameters', async () => {
    const getArtifact = http(routes.getArtifact, async ({ params }) => ({ body: `${params.run}: ${params.name}`, type: 'text/plain' }));
    const response = await (await givenClient(getArtifact)).getArtifact({ params: { run: 'run_1', name: 'a/b c?d#é%.txt' } });
    expect(await response.text()).toBe('run_1: a/b c?d#é%.txt');
  });
});

describe('what goes wrong', () => {
  test('is thrown with the code, the sentence and the fields that the server told', async () => {
    const { createToken: create } = await givenClient(createToken);
    const error = await create({ body: { name: '' } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunletError);
    expect(error).toMatchObject({
      code: 'bad-request',
      status: 400,
      errors: [{ field: 'name', expected: 'text of 1 to 80 characters', got: '""' }],
      requestId: expect.stringMatching(/^req_/),
    });
  });

  test('is thrown as such when it came too late for its status, and stands in the body of a 200', async () => {
    const late = {
      type: 'urn:runlet:error:not-found',
      title: 'Not found',
      status: 404,
      code: 'not-found',
      detail: 'Gone.',
      errors: [],
      requestId: 'req_1',
    };
    const client = createClient({ url: 'http://runlet.test', token: null, fetch: async () => new Response(`   ${JSON.stringify(late)}`) });
    await expect(client.getRun({ params: { run: 'run_1' } })).rejects.toMatchObject({
      name: 'RunletError',
      code: 'not-found',
      status: 404,
    });
  });

  test('because nothing listens is thrown as unreachable, with the address', async () => {
    const client = createClient({ url: 'http://127.0.0.1:1', token: null });
    await expect(client.healthz()).rejects.toMatchObject({
      code: 'unreachable',
      status: 0,
      message: expect.stringContaining('http://127.0.0.1:1'),
    });
  });

  test('because something else answers is thrown as no answer of Runlet', async () => {
    const client = createClient({
      url: 'http://other.test',
      token: null,
      fetch: async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }),
    });
    await expect(client.healthz()).rejects.toMatchObject({ code: 'no-answer', status: 502 });
  });

  test('because the caller gave up is thrown as that', async () => {
    const client = await givenRemoteClient(healthz);
    await expect(client.healthz({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a file', () => {
  test.each([
    ['bytes', new TextEncoder().encode('a,b\n1,2\n')],
    ['a blob', new Blob(['a,b\n1,2\n'])],
  ])('given as %s is uploaded through a grant', async (_, content) => {
    const seen: string[] = [];
    const createUpload = http(routes.createUpload, async ({ body }) => {
      seen.push(`${body.filename} ${body.bytes}`);
      return {
        uploadId: 'upl_1',
        filename: body.filename,
        url: 'http://runlet.test/grants/1',
        fields: { key: 'k' },
        maxBytes: 100,
        expiresAt: now,
      };
    });
    const client = await givenClient(createUpload);
    const fetch = async (request: Request) => {
      const form = await request.formData();
      const file = form.get('file');
      seen.push(`${[...form.keys()].join()} ${file instanceof File ? `${file.name}: ${await file.text()}` : 'no file'}`);
      return new Response(null, { status: 204 });
    };
    expect(await uploadFile({ ...client, fetch }, 'data.csv', content)).toBe('upl_1');
    expect(seen).toEqual(['data.csv 8', 'key,file data.csv: a,b\n1,2\n']);
  });

  test('travels with a form where the operation takes one', async () => {
    const uploadScript = http(routes.uploadScript, async ({ body }) => {
      throw new Error(`${body.file.filename} ${body.fields.name}`);
    });
    const client = await givenClient(uploadScript);
    await expect(
      client.uploadScript({ body: { fields: { name: 'hello' }, file: { filename: 'a.py', content: new Blob(['1']) } } }),
    ).rejects.toMatchObject({ code: 'internal' });
  });
});
