import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let dataDir: string;
let root: string;

beforeEach(() => {
  dataDir = temporaryFolder('bucket');
  root = join(dataDir, 'blobs');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true });
});

const givenBucket = (port = 1) => createDirectoryBucket({ root, dataDir, origin: () => `http://127.0.0.1:${port}` });
const modeOf = (path: string) => statSync(path).mode & 0o777;

async function* without(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

/** A POST whose parts come one after the other, as they were given. */
function postOf(url: string, ...parts: string[]): Request {
  return new Request(url, {
    method: 'POST',
    body: ReadableStream.from(without(...parts)),
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
  });
}

const fieldPart = (name: string, value: string) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const filePart = (content: string) =>
  `--B\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: a/b\r\n\r\n${content}\r\n--B--\r\n`;

describe('the directory bucket', () => {
  it('keeps files and folders to their owner', async () => {
    await givenBucket().put('runs/r/a.txt', Buffer.from('x'));
    expect([modeOf(join(root, 'runs/r/a.txt')), modeOf(join(root, 'runs/r')), modeOf(root), modeOf(join(dataDir, 'grant.key'))]).toEqual([
      0o600, 0o700, 0o700, 0o600,
    ]);
  });

  it('says where a key lies, so that people and the launcher find it', async () => {
    const bucket = givenBucket();
    await bucket.put('runs/r/a.txt', Buffer.from('x'));
    expect(readFileSync(bucket.pathOf('runs/r/a.txt'), 'utf8')).toBe('x');
    expect(() => bucket.pathOf('runs/../../etc/passwd')).toThrow(/part \. or \.\./);
  });

  it('leaves nothing aside, whether an object was written or its source failed', async () => {
    const bucket = givenBucket();
    await bucket.put('a', Buffer.from('x'));
    await bucket
      .put(
        'b',
        (async function* () {
          yield Buffer.from('x');
          throw new Error('gone');
        })(),
      )
      .catch(() => {});
    expect(readdirSync(join(root, '.incoming'))).toEqual([]);
    expect(await bucket.list('', { limit: 9 })).toEqual([{ key: 'a', bytes: 1 }]);
  });

  it('takes no key in the place where unfinished objects lie', async () => {
    await expect(givenBucket().put('.incoming/x', Buffer.from('x'))).rejects.toThrow(/reserved/);
  });

  it('removes what a killed process left unfinished, but not what is being written', () => {
    mkdirSync(join(root, '.incoming'), { recursive: true });
    for (const name of ['old', 'new']) writeFileSync(join(root, '.incoming', name), 'x');
    utimesSync(join(root, '.incoming', 'old'), 1, 1);
    givenBucket();
    expect(readdirSync(join(root, '.incoming'))).toEqual(['new']);
  });

  it('follows no link and lists none', async () => {
    const bucket = givenBucket();
    writeFileSync(join(dataDir, 'secret'), 'secret');
    mkdirSync(dirname(bucket.pathOf('a/link')), { recursive: true });
    symlinkSync(join(dataDir, 'secret'), bucket.pathOf('a/link'));
    expect([await bucket.read('a/link'), await bucket.size('a/link'), await bucket.list('a/', { limit: 9 })]).toEqual([null, null, []]);
  });
});

describe('grants of the directory bucket', () => {
  it('name the address under which the server is reached now', async () => {
    expect(await givenBucket(8123).grantDownload('a', 'a')).toMatch(/^http:\/\/127\.0\.0\.1:8123\/v1\/grants\//);
  });

  it('leave every other address to others', async () => {
    expect(await givenBucket().serveGrant(new Request('http://127.0.0.1:1/v1/runs'))).toBeNull();
  });

  it('hold for another process on the same folder', async () => {
    const url = await givenBucket().grantDownload('a', 'a');
    await givenBucket().put('a', Buffer.from('x'));
    expect((await givenBucket().serveGrant(new Request(url)))?.status).toBe(200);
  });

  it('end after 15 minutes', async () => {
    const bucket = givenBucket();
    await bucket.put('a', Buffer.from('x'));
    const url = await bucket.grantDownload('a', 'a');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 1 });
    const response = await bucket.serveGrant(new Request(url));
    expect([response?.status, await response?.json()]).toMatchObject([403, { code: 'grant-invalid' }]);
  });

  it('take one upload only, also from two at once', async () => {
    const bucket = givenBucket();
    const { url, fields } = await bucket.grantUpload('up', 100);
    const answers = await Promise.all(
      ['one', 'two'].map((text) => bucket.serveGrant(postOf(url, fieldPart('key', fields['key'] ?? ''), filePart(text)))),
    );
    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([204, 403]));
    expect((await bucket.serveGrant(postOf(url, fieldPart('key', 'up'), filePart('three'))))?.status).toBe(403);
  });

  it.each(['runs/a/../b', 'runs/a/../../../etc/passwd', 'runs/a/', 'runs/a//b', 'runs/a/\0', 'runs/a/./b'])(
    'below a prefix take no key that leaves it or is none: %j',
    async (key) => {
      const bucket = givenBucket();
      const { url } = await bucket.grantUploads('runs/a/', 100);
      expect((await bucket.serveGrant(postOf(url, fieldPart('key', key), filePart('x'))))?.status).toBe(400);
      expect(readdirSync(root)).toEqual(['.incoming']);
    },
  );

  it('end an upload at its limit without reading on', async () => {
    const bucket = givenBucket();
    const { url } = await bucket.grantUpload('up', 10);
    let given = 0;
    const body = ReadableStream.from(
      (async function* () {
        yield Buffer.from(fieldPart('key', 'up') + filePart('').slice(0, -9));
        for (; given < 1000; given++) yield Buffer.alloc(1000);
      })(),
    );
    const response = await bucket.serveGrant(
      new Request(url, { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'multipart/form-data; boundary=B' } }),
    );
    expect(response?.status).toBe(413);
    expect(given).toBeLessThan(10);
    expect(readdirSync(join(root, '.incoming'))).toEqual([]);
  });

  it('read a body that is cut anywhere', async () => {
    const bucket = givenBucket();
    const { url } = await bucket.grantUpload('up', 100);
    const letters = Array.from(fieldPart('key', 'up') + filePart('a\r\n--b\r\n-'));
    expect((await bucket.serveGrant(postOf(url, ...letters)))?.status).toBe(204);
    expect(readFileSync(bucket.pathOf('up'), 'utf8')).toBe('a\r\n--b\r\n-');
  });

  it.each([
    ['breaks off', fieldPart('key', 'up') + filePart('x').slice(0, -9)],
    ['has no file', `${fieldPart('key', 'up')}--B--\r\n`],
    ['is nothing', ''],
    ['has an endless header', `--B\r\n${'x'.repeat(20_000)}`],
    ['has an endless field', fieldPart('key', 'x'.repeat(70_000)) + filePart('x')],
    ['has a nameless part', '--B\r\nContent-Type: a/b\r\n\r\nx\r\n--B--\r\n'],
  ])('refuse a body that %s, and keep nothing of it', async (_, body) => {
    const bucket = givenBucket();
    const { url } = await bucket.grantUpload('up', 1000);
    expect((await bucket.serveGrant(postOf(url, body)))?.status).toBe(400);
    expect([await bucket.size('up'), readdirSync(join(root, '.incoming'))]).toEqual([null, []]);
  });

  it('say so when the object is gone or the method is another', async () => {
    const bucket = givenBucket();
    const url = await bucket.grantDownload('none', 'a');
    expect((await bucket.serveGrant(new Request(url)))?.status).toBe(404);
    expect((await bucket.serveGrant(new Request(url, { method: 'POST' })))?.status).toBe(405);
  });
});
