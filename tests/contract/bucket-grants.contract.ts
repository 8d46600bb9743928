import { describe, expect, it } from 'vitest';
import type { BucketUnderTest } from './bucket.contract.ts';

/** What every Bucket's grants must do: a part of the Bucket's contract. */
export function bucketGrants(opened: () => BucketUnderTest): void {
  const bucket = () => opened().bucket;
  const get = (url: string) => opened().reach(new Request(url));
  const post = (url: string, fields: Record<string, string>, content: Uint8Array<ArrayBuffer>) =>
    opened().reach(new Request(url, { method: 'POST', body: formOf(fields, content) }));

  describe('grants', () => {
    it('let whoever has the address download the object under a name', async () => {
      await bucket().put('grant/down', Buffer.from('content'));
      const response = await get(await bucket().grantDownload('grant/down', 'ünïcode "x".csv'));
      expect([response.status, await response.text()]).toEqual([200, 'content']);
      expect(response.headers.get('content-disposition')).toContain("UTF-8''%C3%BCn%C3%AFcode%20%22x%22.csv");
    });
    it('cannot be changed to another object or made up', async () => {
      const url = await bucket().grantDownload('grant/down', 'f');
      expect((await get(`${url}x`)).status).toBe(403);
      expect((await get(url.slice(0, -8))).status).toBe(403);
    });
    it('let whoever has the address upload one object, its fields first', async () => {
      const { url, fields, expiresAt } = await bucket().grantUpload('grant/up', 1000);
      const content = Buffer.from('line\r\n--line\r\n\0\xff', 'latin1');
      expect((await post(url, fields, content)).status).toBeLessThan(300);
      expect(Buffer.from((await bucket().read('grant/up')) ?? []).equals(content)).toBe(true);
      expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
    });
    it('take exactly the size they were given for, and nothing above', async () => {
      const fits = await bucket().grantUpload('grant/fits', 1000);
      expect((await post(fits.url, fields(fits), Buffer.alloc(1000))).status).toBeLessThan(300);
      const above = await bucket().grantUpload('grant/above', 1000);
      expect((await post(above.url, fields(above), Buffer.alloc(1001))).status).toBeGreaterThanOrEqual(400);
      expect(await bucket().size('grant/above')).toBeNull();
    });
    it('refuse an upload without their fields', async () => {
      const { url } = await bucket().grantUpload('grant/fieldless', 1000);
      expect((await post(url, {}, Buffer.from('x'))).status).toBeGreaterThanOrEqual(400);
      expect(await bucket().size('grant/fieldless')).toBeNull();
    });
    it('are for one direction only', async () => {
      await bucket().put('grant/one-way', Buffer.from('content of it'));
      const { url } = await bucket().grantUpload('grant/one-way', 10);
      expect(await (await get(url)).text()).not.toContain('content of it');
      const down = await bucket().grantDownload('grant/one-way', 'f');
      for (const method of ['PUT', 'POST', 'DELETE'])
        expect((await opened().reach(new Request(down, { method, body: 'x' }))).status).toBeGreaterThanOrEqual(400);
      expect(Buffer.from((await bucket().read('grant/one-way')) ?? []).toString()).toBe('content of it');
    });
  });
  grantsForMany(opened);
}

function grantsForMany(opened: () => BucketUnderTest): void {
  const bucket = () => opened().bucket;
  const send = async (key: string | null, content: Uint8Array<ArrayBuffer>, maxBytes = 1000) => {
    const grant = await bucket().grantUploads('many/of/', maxBytes);
    const body = formOf({ ...grant.fields, ...(key === null ? {} : { key }) }, content);
    return (await opened().reach(new Request(grant.url, { method: 'POST', body }))).status;
  };

  describe('grants for many objects', () => {
    it('take any number of objects below their prefix, and the same again', async () => {
      const grant = await bucket().grantUploads('many/of/', 1000);
      for (const [key, content] of [
        ['many/of/a', '1'],
        ['many/of/ünï/b c.txt', '2'],
        ['many/of/a', '3'],
      ] as const) {
        const body = formOf({ ...grant.fields, key }, Buffer.from(content));
        expect((await opened().reach(new Request(grant.url, { method: 'POST', body }))).status).toBeLessThan(300);
        expect(Buffer.from((await bucket().read(key)) ?? []).toString()).toBe(content);
      }
      expect(grant.expiresAt.getTime()).toBeGreaterThan(Date.now());
    });
    it('bound each object, not their sum', async () => {
      expect(await send('many/of/fits', Buffer.alloc(10), 10)).toBeLessThan(300);
      expect(await send('many/of/fits-too', Buffer.alloc(10), 10)).toBeLessThan(300);
      expect(await send('many/of/above', Buffer.alloc(11), 10)).toBeGreaterThanOrEqual(400);
      expect(await bucket().size('many/of/above')).toBeNull();
    });
    it.each([null, 'many/other', 'many/of', 'many/ofx', 'xmany/of/a', 'MANY/OF/a'])('refuse the key %j', async (key) => {
      expect(await send(key, Buffer.from('x'))).toBeGreaterThanOrEqual(400);
      if (key !== null) expect(await bucket().size(key)).toBeNull();
    });
    it.each(['', '/', 'a', 'a/../', '../', 'a//', '/a/', 'a\0/'])('are not given for the prefix %j', async (prefix) => {
      await expect(bucket().grantUploads(prefix, 1)).rejects.toMatchObject({ code: 'bad-request' });
    });
  });
}

function fields(grant: { fields: Record<string, string> }): Record<string, string> {
  return grant.fields;
}

function formOf(given: Record<string, string>, content: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(given)) form.set(name, value);
  form.set('file', new Blob([content]), 'any name.bin');
  return form;
}
