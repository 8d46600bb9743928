import { expect } from 'vitest';
import * as z from 'zod';
import { scenario } from './scenario.ts';
import { ended } from './stories.ts';

const body = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const told = async (response: Response) => z.looseObject({ id: z.string().optional(), code: z.unknown() }).parse(await response.json());
const lines = (bytes: number) => `x = 1\n${'# a comment of a line\n'.repeat(Math.floor((bytes - 6) / 22))}`;

scenario('10 MB of source are taken, 11 MB are refused with the limit named', async ({ ask, name }) => {
  const taken = await ask('/v1/scripts', body({ name: `large-${name}`, source: lines(10_000_000) }));
  // A server that has had to wait for its answer has said 200 before it knew better.
  expect([200, 201]).toContain(taken.status);
  expect(await taken.json()).toMatchObject({ name: `large-${name}`, live: 1 });
  const refused = await ask('/v1/scripts', body({ name: `larger-${name}`, source: lines(11_000_000) }));
  expect([400, 413]).toContain(refused.status);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(/10/) });
});

scenario('a body far over the limit is refused before it is read', async ({ ask }) => {
  const refused = await ask('/v1/scripts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(40 * 1024 * 1024),
  });
  expect(refused.status).toBe(413);
});

scenario('a source that Python cannot decode is refused with a sentence', async ({ ask, name }) => {
  const base64 = Buffer.from([0x70, 0x72, 0x69, 0x6e, 0x74, 0x28, 0x22, 0xe9, 0x22, 0x29]).toString('base64');
  const refused = await ask('/v1/scripts', body({ name: `undecodable-${name}`, files: { 'script.py': { base64 } } }));
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: 'bad-source', detail: expect.stringMatching(/script\.py/) });
});

scenario('unknown fields are refused by name, never dropped', async ({ ask }) => {
  const refused = await ask('/v1/runs', body({ source: 'print(1)', timeoutSecs: 5 }));
  expect(refused.status).toBe(400);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(await refused.json()).toMatchObject({
    code: 'bad-request',
    errors: [expect.objectContaining({ field: expect.stringContaining('timeoutSecs') })],
  });
});

scenario('the same key gives the same run, and another body under it is refused', async ({ ask, runlet, name }) => {
  const send = (source: string) =>
    ask('/v1/runs?wait=20', { ...body({ source }), headers: { 'content-type': 'application/json', 'idempotency-key': `key-${name}` } });
  const [first, second] = await Promise.all([send('print(1)'), send('print(1)')]);
  const [one, two] = [await told(first), await told(second)];
  expect(one.id).toBe(two.id);
  expect((await told(await send('print(1)'))).id).toBe(one.id);
  const other = await send('print(2)');
  expect([other.status, (await told(other)).code]).toEqual([409, 'idempotency-mismatch']);
  expect(await ended(runlet, await runlet.getRun({ params: { run: one.id ?? '' } }))).toMatchObject({ status: 'SUCCEEDED' });
});
