import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Bucket } from '../../functions/ports/bucket.ts';
import { bucketGrants } from './bucket-grants.contract.ts';
import { bucketProperties } from './bucket.properties.ts';

export interface BucketUnderTest {
  bucket: Bucket;
  /** Reaches a granted address. */
  reach(request: Request): Promise<Response>;
  close(): void | Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const keysIn = (listed: readonly { key: string }[]) => listed.map((one) => one.key);
const text = (content: Uint8Array | null) => (content === null ? null : new TextDecoder().decode(content));

async function* inParts(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield bytes(part);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield bytes('half');
  throw new Error('the source failed');
}

/** What every Bucket must do, whatever it stands on. */
export function bucketContract(name: string, open: () => BucketUnderTest | Promise<BucketUnderTest>): void {
  describe(`Bucket: ${name}`, () => {
    let opened: BucketUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });
    objects(() => opened.bucket);
    lists(() => opened.bucket);
    bucketGrants(() => opened);
    bucketProperties(() => opened.bucket);
  });
}

function objects(bucket: () => Bucket): void {
  describe('objects', () => {
    it('gives back what was put, and tells size and SHA-256', async () => {
      const told = await bucket().put('put/a.bin', bytes('héllo'));
      expect(told).toEqual({ bytes: 6, sha256: createHash('sha256').update('héllo').digest('hex') });
      expect([text(await bucket().read('put/a.bin')), await bucket().size('put/a.bin')]).toEqual(['héllo', 6]);
    });
    it('takes content as it comes', async () => {
      expect(await bucket().put('put/stream', inParts('a', '', 'bc'))).toMatchObject({ bytes: 3 });
      expect(text(await bucket().read('put/stream'))).toBe('abc');
    });
    it('replaces an object, and takes an empty one', async () => {
      await bucket().put('put/again', bytes('long content'));
      expect(await bucket().put('put/again', new Uint8Array())).toMatchObject({ bytes: 0 });
      expect([text(await bucket().read('put/again')), await bucket().size('put/again')]).toEqual(['', 0]);
    });
    it('keeps the old object when the source of the new one fails', async () => {
      await bucket().put('put/kept', bytes('old'));
      await expect(bucket().put('put/kept', failing())).rejects.toThrow('the source failed');
      expect(text(await bucket().read('put/kept'))).toBe('old');
    });
    it('gives null for what is not there, be it below an object or above one', async () => {
      await bucket().put('null/there', bytes('x'));
      for (const key of ['null/none', 'null', 'null/there/below']) {
        expect([await bucket().read(key), await bucket().get(key), await bucket().size(key)]).toEqual([null, null, null]);
      }
    });
    it.each([
      [{ start: 0, end: 3 }, 'abc'],
      [{ start: 2 }, 'cdef'],
      [{ start: 4, end: 99 }, 'ef'],
      [{ start: 6 }, ''],
      [{ start: 99 }, ''],
      [{ start: 2, end: 2 }, ''],
    ])('gives the range %o', async (range, expected) => {
      await bucket().put('range', bytes('abcdef'));
      expect(text(await bucket().read('range', range))).toBe(expected);
      expect(await new Response(await bucket().get('range', range)).text()).toBe(expected);
    });
    it('streams what is larger than one read', async () => {
      const content = Buffer.alloc(1_000_003, 'abcdefg');
      await bucket().put('large', content);
      expect(content.equals(Buffer.from(await new Response(await bucket().get('large')).arrayBuffer()))).toBe(true);
    });
    it('lets a stream be given up', async () => {
      await bucket().put('given-up', Buffer.alloc(600_000));
      const stream = await bucket().get('given-up');
      await expect(stream?.cancel()).resolves.toBeUndefined();
    });
    it('removes an object, and is content when there is none', async () => {
      await bucket().put('remove/a', bytes('x'));
      await bucket().remove('remove/a');
      await bucket().remove('remove/a');
      expect(await bucket().size('remove/a')).toBeNull();
    });
    it.each([
      '',
      '/',
      'a//b',
      '/a',
      'a/',
      '.',
      '..',
      'a/../b',
      '../a',
      './a',
      'a\0b',
      'a'.repeat(901),
      Array.from({ length: 5 }, () => '€'.repeat(80)).join('/'),
      '\ud800',
    ])('refuses the key %j', async (key) => {
      for (const use of [
        () => bucket().put(key, bytes('x')),
        () => bucket().read(key),
        () => bucket().get(key),
        () => bucket().size(key),
        () => bucket().grantDownload(key, 'f'),
        () => bucket().grantUpload(key, 1),
      ]) {
        const failure = await use().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(AppError);
        expect(failure).toMatchObject({ code: 'bad-request' });
      }
      await expect(bucket().remove(key)).resolves.toBeUndefined();
    });
  });
}

function lists(bucket: () => Bucket): void {
  const keysOf = (prefix: string, options: { after?: string; limit: number }) => bucket().list(prefix, options).then(keysIn);
  describe('lists', () => {
    const keys = ['l/a', 'l/a-b', 'l/a.txt', 'l/b/1', 'l/b/2/x', 'l/b.txt', 'l/b0', 'l/é'];
    const given = async () => {
      for (const key of keys) await bucket().put(key, bytes(key));
    };
    it('gives keys in byte order, folders among them', async () => {
      await given();
      expect(await keysOf('l/', { limit: 100 })).toEqual(['l/a', 'l/a-b', 'l/a.txt', 'l/b.txt', 'l/b/1', 'l/b/2/x', 'l/b0', 'l/é']);
      expect(await bucket().list('l/b/1', { limit: 1 })).toEqual([{ key: 'l/b/1', bytes: 5 }]);
    });
    it('takes a prefix that ends within a name', async () => {
      await given();
      expect(await keysOf('l/b', { limit: 100 })).toEqual(['l/b.txt', 'l/b/1', 'l/b/2/x', 'l/b0']);
    });
    it('goes on behind a key, whether it is there or not', async () => {
      await given();
      expect(await keysOf('l/', { after: 'l/b.txt', limit: 2 })).toEqual(['l/b/1', 'l/b/2/x']);
      expect(await keysOf('l/', { after: 'l/b/1zzz', limit: 2 })).toEqual(['l/b/2/x', 'l/b0']);
    });
    it('gives nothing for a prefix that nothing has', async () => {
      expect(await keysOf('none/at/all', { limit: 5 })).toEqual([]);
    });
    it('removes all keys of a prefix and no other', async () => {
      for (const key of ['r/run_1/a', 'r/run_1/b/c', 'r/run_10/a', 'r/run_1'])
        await bucket().put(key === 'r/run_1' ? 'r/run_1.txt' : key, bytes('x'));
      await bucket().removeAll('r/run_1/');
      expect(await keysOf('r/', { limit: 9 })).toEqual(['r/run_1.txt', 'r/run_10/a']);
      await bucket().removeAll('r/run_1');
      expect(await keysOf('r/', { limit: 9 })).toEqual([]);
      await bucket().removeAll('r/');
    });
    it.each([0, 1001])('refuses the limit %d', async (limit) => {
      await expect(bucket().list('', { limit })).rejects.toThrow(/limit/);
    });
  });
}
