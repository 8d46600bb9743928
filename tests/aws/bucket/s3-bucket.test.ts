import { createHash } from 'node:crypto';
import { ListMultipartUploadsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partBytes } from '../../../functions/aws/bucket/parts.ts';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import { bucketContract } from '../../contract/bucket.contract.ts';
import { faultyLine } from './faulty-line.ts';
import type { FaultyLine } from './faulty-line.ts';
import { givenBucket, runsBucket, scriptsBucket } from './given-bucket.ts';
import type { GivenBucket } from './given-bucket.ts';
import { grantsOfS3, send } from './grants.ts';

let given: GivenBucket;
let line: FaultyLine;
/** The Bucket at the end of the line that can fail. */
let distant: Bucket;

beforeAll(async () => {
  given = await givenBucket();
  line = await faultyLine(given.url);
  distant = await given.at({ endpoint: line.url });
});
afterEach(() => line.heal());
afterAll(async () => {
  line.close();
  await given.close();
});

bucketContract('S3', () => ({ bucket: given.bucket, reach: fetch, close: () => {} }));
grantsOfS3(() => given);

const mebibyte = Buffer.alloc(1024 * 1024, 'abcdefghi');

async function* mebibytes(count: number, failAtEnd = false): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < count; sent++) yield mebibyte;
  if (failAtEnd) throw new Error('the source failed');
}

const keysOf = async (prefix: string, limit = 1000) => (await given.bucket.list(prefix, { limit })).map(({ key }) => key);

async function expectNothingLeft(key: string): Promise<void> {
  expect(await given.bucket.size(key)).toBeNull();
  expect((await given.s3.send(new ListMultipartUploadsCommand({ Bucket: runsBucket }))).Uploads ?? []).toEqual([]);
}

describe('objects in parts', () => {
  it.each([0, partBytes - 1, partBytes, partBytes + 1, 2 * partBytes, 20 * 1024 * 1024])('are whole at %d bytes', async (bytes) => {
    const content = Buffer.alloc(bytes, 'hgfedcba1');
    const told = await given.bucket.put('parts/sized', content);
    expect(told).toEqual({ bytes, sha256: createHash('sha256').update(content).digest('hex') });
    expect(content.equals(await new Response(await given.bucket.get('parts/sized')).bytes())).toBe(true);
  });
  it('come from a stream whose length nobody knows', async () => {
    expect(await given.bucket.put('parts/stream', mebibytes(20))).toMatchObject({ bytes: 20 * mebibyte.length });
    expect(await given.bucket.size('parts/stream')).toBe(20 * mebibyte.length);
  });
  it('leave nothing when their source fails', async () => {
    await expect(given.bucket.put('parts/broken', mebibytes(20, true))).rejects.toThrow('the source failed');
    await expectNothingLeft('parts/broken');
  });
});

describe('an S3 that fails', () => {
  it.each(['cut-body', 'slow-down'] as const)('for a moment (%s) is asked again', async (fault) => {
    line.fail(/^PUT/, fault, 2);
    await distant.put(`faults/${fault}-once`, Buffer.from('content'));
    expect(Buffer.from((await given.bucket.read(`faults/${fault}-once`)) ?? []).toString()).toBe('content');
    expect(line.seen.filter((one) => one.startsWith('PUT') && one.includes(`faults/${fault}-once`))).toHaveLength(3);
  });
  it.each(['cut-body', 'slow-down'] as const)('for long (%s) is told, and there is no object', async (fault) => {
    line.fail(/^PUT/, fault);
    await expect(distant.put(`faults/${fault}`, Buffer.from('content'))).rejects.toMatchObject({ code: 'no-capacity' });
    await expectNothingLeft(`faults/${fault}`);
  });
  it('half way through an object in parts is told, and there is neither object nor part', async () => {
    line.fail(/partNumber=2/, 'cut-body');
    await expect(distant.put('faults/half', mebibytes(20))).rejects.toMatchObject({ code: 'no-capacity' });
    expect(line.seen.some((one) => one.includes('partNumber=1&'))).toBe(true);
    await expectNothingLeft('faults/half');
  });
  it('at the completion of an object in parts is told, and there is neither object nor part', async () => {
    line.fail(/^POST .*uploadId=/, 'slow-down');
    await expect(distant.put('faults/incomplete', mebibytes(20))).rejects.toMatchObject({ code: 'no-capacity' });
    await expectNothingLeft('faults/incomplete');
  });
  it('while an object is read is asked again, and a stream of it tells that it broke off', async () => {
    await given.bucket.put('faults/read', mebibyte);
    line.fail(/^GET/, 'cut-answer', 1);
    expect(mebibyte.equals((await distant.read('faults/read')) ?? new Uint8Array())).toBe(true);
    line.fail(/^GET/, 'cut-answer', 1);
    await expect(new Response(await distant.get('faults/read')).bytes()).rejects.toThrow();
  });
  it('for long is no missing object', async () => {
    line.fail(/./, 'slow-down');
    await expect(distant.size('faults/any')).rejects.toMatchObject({ code: 'no-capacity' });
  });
});

describe('two buckets', () => {
  it('keep code apart, with its versions', async () => {
    await given.bucket.put('code/abc', Buffer.from('one'));
    await given.bucket.remove('code/abc');
    const { Versions = [] } = await given.s3.send(new ListObjectVersionsCommand({ Bucket: scriptsBucket, Prefix: 'code/abc' }));
    expect([await given.bucket.size('code/abc'), Versions.length]).toEqual([null, 1]);
  });
  it('are one list', async () => {
    for (const key of ['code/z', 'cod', 'codf', 'a-first']) await given.bucket.put(key, Buffer.from('x'));
    expect(await keysOf('co')).toEqual(['cod', 'code/z', 'codf']);
    expect((await keysOf('')).slice(0, 1)).toEqual(['a-first']);
    expect(await keysOf('co', 2)).toEqual(['cod', 'code/z']);
  });
});

describe('what a bucket holds beside what we put there', () => {
  it.each(['odd/../up', 'odd//', 'odd/', 'odd/.', 'odd/\u0001\u001f', 'odd/ +%2e&<>"', 'odd/\ufffe'])(
    'is listed and removed by its key, and nothing else: %j',
    async (Key) => {
      const { url, fields } = await given.bucket.grantUploads('odd/', 10);
      expect(await send(url, { ...fields, key: Key })).toBeLessThan(300);
      await given.bucket.put('odd/x', Buffer.from('x'));
      expect(await keysOf('odd/')).toContain(Key);
      await given.bucket.remove(Key);
      expect(await keysOf('odd/')).toEqual(['odd/x']);
    },
  );
});
