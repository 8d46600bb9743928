import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createLocalEdition } from '../../../../local/edition.ts';
import type { LocalEdition } from '../../../../local/edition.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const source = `import os, runlet
print("x" * 3000)
runlet.result("r" * 40000)
runlet.artifact("big.txt", "a" * 3000)
runlet.artifact("small.txt", "a")
`;
const dataDir = temporaryFolder('large-answers');
let edition: LocalEdition;
let runId = '';

/** A run that left much, in an installation that answers itself with at most 2,000 bytes. */
beforeAll(async () => {
  edition = await createLocalEdition({ dataDir });
  edition.services.settings.answerBytes = 2000;
  const body = JSON.stringify({ source });
  const answer = await send('/v1/runs?wait=25', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const run = z.object({ id: z.string(), status: z.literal('SUCCEEDED') }).parse(await answer.json());
  runId = run.id;
});
afterAll(async () => {
  await edition.close();
  rmSync(dataDir, { recursive: true });
});

async function send(path: string, init: ConstructorParameters<typeof Request>[1] = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${edition.token}`);
  return edition.fetch(new Request(`http://127.0.0.1${path}`, { ...init, headers }));
}

describe('an answer of more bytes than the installation gives itself', () => {
  test.each([
    ['the raw log', 'log', 'x'.repeat(3000) + '\n'],
    ['one stream of the raw log', 'log?stream=stdout', 'x'.repeat(3000) + '\n'],
    ['an artifact', 'artifacts/big.txt', 'a'.repeat(3000)],
    ['the result', 'result', JSON.stringify('r'.repeat(40_000))],
  ])('is the way to its bytes: %s', async (_what, path, expected) => {
    const answer = await send(`/v1/runs/${runId}/${path}`);
    expect(answer.status).toBe(303);
    const fetched = await edition.fetch(new Request(answer.headers.get('location') ?? ''));
    expect(await fetched.text()).toBe(expected);
  });

  test('is put together once', async () => {
    const key = `runs/${runId}/whole-log/all`;
    await edition.bucket.put(key, Buffer.from('put together before'));
    const answer = await send(`/v1/runs/${runId}/log`);
    expect(await (await edition.fetch(new Request(answer.headers.get('location') ?? ''))).text()).toBe('put together before');
  });

  test('is no matter for fewer bytes', async () => {
    expect(await (await send(`/v1/runs/${runId}/artifacts/small.txt`)).text()).toBe('a');
  });
});
