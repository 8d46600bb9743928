import { expect, test } from 'vitest';
import * as z from 'zod';
import { givenAttack } from './given-attack.ts';

const attack = givenAttack();
const grantShape = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });
type Grant = z.infer<typeof grantShape>;

async function givenGrant(bytes = 100): Promise<Grant> {
  return grantShape.parse((await attack.call('POST', '/v1/uploads', { filename: 'a.py', bytes })).body);
}

async function upload({ url, fields }: Grant, content = 'print(1)'): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), 'a.py');
  return (await fetch(url, { method: 'POST', body: form })).status;
}

/** The same grant with other facts in it, under the signature of the true ones. */
function forged(grant: Grant, facts: Record<string, unknown>): Grant {
  const url = new URL(grant.url);
  const [content = '', signature = ''] = (url.searchParams.get('grant') ?? '').split('.');
  const told = z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(content, 'base64url').toString()));
  url.searchParams.set('grant', `${Buffer.from(JSON.stringify({ ...told, ...facts })).toString('base64url')}.${signature}`);
  return { ...grant, url: url.href };
}

test('a grant is good for one upload, however many come at once', async () => {
  const grant = await givenGrant();
  const statuses = await Promise.all(Array.from({ length: 10 }, () => upload(grant)));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([204, ...Array.from({ length: 9 }, () => 403)]);
});

test.each([{ expires: 9e15 }, { key: '../../../etc/passwd' }, { kind: 'download', filename: 'x' }, { maxBytes: 1e12 }])(
  'a grant with %j in it is refused',
  async (facts) => expect([403, 405]).toContain(await upload(forged(await givenGrant(), facts))),
);

test('a grant is for its own key and its own size', async () => {
  const grant = await givenGrant(10);
  expect(await upload({ ...grant, fields: { ...grant.fields, key: 'runs/x/result.json' } }, 'x')).toBe(403);
  expect(await upload(grant, 'x'.repeat(100_000))).toBe(413);
  expect(await upload(grant, 'x'.repeat(10))).toBe(204);
});
