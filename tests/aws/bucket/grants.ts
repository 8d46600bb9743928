import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { GivenBucket } from './given-bucket.ts';

type Fields = Record<string, string>;

/** Posts a form with a file of so many bytes, and answers with the status. */
export async function send(url: string, fields: Fields, bytes = 1): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Buffer.alloc(bytes)]), 'file');
  return (await fetch(url, { method: 'POST', body: form })).status;
}

const minute = 60_000;

function policyOf(text: string): { conditions: unknown[] } {
  return z.object({ conditions: z.array(z.unknown()) }).parse(JSON.parse(Buffer.from(text, 'base64').toString()));
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html; the secret is that of `given-bucket.ts`. */
function signatureOf(policy: string, credential: string): string {
  const [, ...scope] = credential.split('/');
  const key = scope.reduce<Buffer>((before, part) => createHmac('sha256', before).update(part).digest(), Buffer.from('AWS4test'));
  return createHmac('sha256', key).update(policy).digest('hex');
}

/** Asks at another time than now; only the clock that signs is moved. */
async function at<T>(instant: number, ask: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: instant });
  try {
    return await ask();
  } finally {
    vi.useRealTimers();
  }
}

/** What only S3's own grants can be asked: it judges what was signed. */
export function grantsOfS3(given: () => GivenBucket): void {
  const bucket = () => given().bucket;
  const none = (key: string) => expect(bucket().size(key)).resolves.toBeNull();

  describe("grants of S3's own form", () => {
    afterEach(() => vi.useRealTimers());

    it.each([14, 16])('end after 15 minutes, not at the %dth', async (minutes) => {
      await bucket().put('aged/down', Buffer.from('x'));
      const [down, up, many] = await at(Date.now() - minutes * minute, () =>
        Promise.all([bucket().grantDownload('aged/down', 'f'), bucket().grantUpload('aged/up', 9), bucket().grantUploads('aged/', 9)]),
      );
      const statuses = [(await fetch(down)).status, await send(up.url, up.fields), await send(many.url, { ...many.fields, key: 'aged/x' })];
      expect(statuses).toEqual(minutes < 15 ? [200, 204, 204] : [403, 403, 403]);
      expect(up.expiresAt.getTime() > Date.now()).toBe(minutes < 15);
    });
    it('are for their own key', async () => {
      const { url, fields } = await bucket().grantUpload('own/key', 9);
      for (const key of ['own/other', 'own/key/below', 'own/ke', 'own/${filename}']) {
        expect(await send(url, { ...fields, key })).toBe(403);
        await none(key);
      }
    });
    it('for one object are not given for a pattern', async () => {
      await expect(bucket().grantUpload('own/${filename}', 9)).rejects.toMatchObject({ code: 'bad-request' });
    });
    it('are for their own bucket', async () => {
      const { url, fields } = await bucket().grantUploads('runs/a/', 9);
      const [scripts, runs] = ['runlet-scripts', 'runlet-runs'];
      expect(await send(url.replace(runs, scripts), { ...fields, key: 'runs/a/x' })).toBe(403);
      expect(await send(url.replace(runs, scripts), { ...fields, bucket: scripts, key: 'runs/a/x' })).toBe(403);
    });
    it.each(['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Algorithm'])('end with a changed %s', async (name) => {
      const { url, fields } = await bucket().grantUpload('changed/key', 9);
      expect(await send(url, { ...fields, [name]: `${fields[name]}0` })).toBeGreaterThanOrEqual(400);
      await none('changed/key');
    });
    // LocalStack judges the policy of a form but not its signature, so that is recomputed here.
    it('say in their policy all that they allow, and sign it', async () => {
      const { fields } = await bucket().grantUploads('runs/a/', 9);
      const { Policy = '', 'X-Amz-Signature': signature, ...signed } = fields;
      const { conditions } = policyOf(Policy);
      const equal = Object.entries(signed).map(([name, value]) => ({ [name]: value }));
      expect(conditions).toHaveLength(equal.length + 2);
      expect(conditions).toEqual(
        expect.arrayContaining([['content-length-range', 0, 9], ['starts-with', '$key', 'runs/a/'], { bucket: 'runlet-runs' }, ...equal]),
      );
      expect(signature).toBe(signatureOf(Policy, signed['X-Amz-Credential'] ?? ''));
    });
    it('for one object name its key and no other', async () => {
      const { fields } = await bucket().grantUpload('runs/a/result.json', 9);
      expect(policyOf(fields['Policy'] ?? '').conditions).toContainEqual({ key: 'runs/a/result.json' });
    });
    it.each([
      [9, 204],
      [10, 400],
      [1_000_000, 400],
    ])('for many objects take %d bytes as 9 allow', async (bytes, status) => {
      const { url, fields } = await bucket().grantUploads('sized/', 9);
      expect(await send(url, { ...fields, key: `sized/${bytes}` }, bytes)).toBe(status);
    });
    it.each(['runs/a/../b/x', 'runs/a/%2e%2e/b/x', 'runs/a/./../../x'])('never lead out of their prefix: %s', async (key) => {
      const { url, fields } = await bucket().grantUploads('runs/a/', 9);
      await send(url, { ...fields, key });
      expect(await bucket().list('runs/b', { limit: 9 })).toEqual([]);
      expect(await bucket().list('x', { limit: 9 })).toEqual([]);
      await bucket().removeAll('runs/a/');
      expect(await bucket().list('runs/', { limit: 9 })).toEqual([]);
    });
  });
}
