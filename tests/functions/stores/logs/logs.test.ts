import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bucket } from '../../../../functions/ports/bucket.ts';
import { createLogs } from '../../../../functions/stores/logs.ts';
import type { Logs } from '../../../../functions/stores/logs.ts';
import { createDirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import type { DirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { LogWriter } from './log-writer.ts';

const run = { id: 'r', attempt: 1 };
let dataDir: string;
let bucket: DirectoryBucket;
let logs: Logs;
let writer: LogWriter;

beforeEach(() => {
  dataDir = temporaryFolder('logs');
  bucket = createDirectoryBucket({ root: dataDir, dataDir, origin: () => '' });
  logs = createLogs({ bucket });
  writer = new LogWriter(bucket.pathOf('runs/r/log'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const out = (text: string) => writer.write({ stream: 1, bytes: Buffer.from(text) });
const err = (text: string) => writer.write({ stream: 2, bytes: Buffer.from(text) });
const textsOf = async (query: Parameters<Logs['page']>[1], finished = true) =>
  (await logs.page(run, query, finished)).items.map((line) => line.text);

/** A bucket that counts the bytes which were asked of it. */
function counting(inner: Bucket): { bucket: Bucket; bytes: () => number } {
  let bytes = 0;
  const read: Bucket['read'] = async (key, range) => {
    const content = await inner.read(key, range);
    bytes += content?.byteLength ?? 0;
    return content;
  };
  return { bucket: { ...inner, read }, bytes: () => bytes };
}

async function bytesRead(query: Parameters<Logs['page']>[1]): Promise<number> {
  const counted = counting(bucket);
  await createLogs({ bucket: counted.bucket }).page(run, query, true);
  return counted.bytes();
}

describe('a page of a log', () => {
  it('says of each line its order, its time and its stream', async () => {
    out('one\n');
    err('two\n');
    expect((await logs.page(run, { limit: 10 }, true)).items).toEqual([
      { seq: 0, time: '2026-01-01T00:00:00.000Z', stream: 'stdout', text: 'one' },
      { seq: 1, time: '2026-01-01T00:00:01.000Z', stream: 'stderr', text: 'two' },
    ]);
  });

  it('is empty for a run without a log, and leads on while the run has not ended', async () => {
    expect(await logs.page(run, { limit: 10 }, true)).toEqual({ items: [], nextCursor: null });
    const { items, nextCursor } = await logs.page(run, { limit: 10 }, false);
    out('late\n');
    expect([items, await textsOf({ limit: 10, cursor: nextCursor ?? '' })]).toEqual([[], ['late']]);
  });

  it('is the last one exactly when nothing follows', async () => {
    out('a\nb\n');
    expect((await logs.page(run, { limit: 2 }, true)).nextCursor).toBeNull();
    expect((await logs.page(run, { limit: 1 }, true)).nextCursor).not.toBeNull();
  });

  it('counts an unfinished last line once the run has ended', async () => {
    out('whole\nhalf');
    expect([await textsOf({ limit: 10 }, false), await textsOf({ limit: 10 })]).toEqual([['whole'], ['whole', 'half']]);
  });

  it('puts a line together whose parts are divided by the other stream', async () => {
    out('be');
    err('between\n');
    out('gin\n');
    expect(await textsOf({ limit: 10 })).toEqual(['between', 'begin']);
  });

  it('keeps a carriage return, and replaces what is no UTF-8', async () => {
    writer.write({ stream: 1, bytes: Buffer.from([0x61, 0x0d, 0x0a, 0xff, 0xc3, 0x0a]) });
    expect(await textsOf({ limit: 10 })).toEqual(['a\r', '\uFFFD\uFFFD']);
  });

  it('cuts a long line between two characters and says how long it was', async () => {
    out(`x${'é'.repeat(10_000)}\nshort\n`);
    expect(await textsOf({ limit: 10 })).toEqual([`x${'é'.repeat(8191)}… [line of 20001 bytes, cut]`, 'short']);
  });

  it('cuts a line whose end lies several windows behind the beginning of the page', async () => {
    out('first\n');
    out('y'.repeat(20_000));
    const { nextCursor } = await logs.page(run, { limit: 1 }, false);
    out(`${'z'.repeat(300_000)}\n`);
    expect(await textsOf({ limit: 1, cursor: nextCursor ?? '' })).toEqual([`${'y'.repeat(16_384)}… [line of 320000 bytes, cut]`]);
  });

  it('goes on behind a sequence number that is not reached yet', async () => {
    out('0\n1\n');
    const { items, nextCursor } = await logs.page(run, { after: 2, limit: 10 }, false);
    out('2\n3\n4\n');
    expect([items, await textsOf({ limit: 10, cursor: nextCursor ?? '' })]).toEqual([[], ['3', '4']]);
  });

  it.each([
    '',
    'nonsense',
    Buffer.from('["other",0,0,0,0,0,0]').toString('base64url'),
    Buffer.from('["r",-1,0,0,0,0,0]').toString('base64url'),
  ])('refuses what is no cursor of this log: %j', async (cursor) => {
    await expect(logs.page(run, { limit: 1, cursor }, true)).rejects.toMatchObject({ code: 'bad-request', fields: [{ field: 'cursor' }] });
  });
});

describe('the cost of a page', () => {
  it('does not depend on how much lies before or behind it', async () => {
    const block = 'a line of forty characters, or about so\n'.repeat(6000);
    for (let count = 0; count < 60; count++) out(block);
    const last = 6000 * 60 - 1;
    for (const query of [{}, { after: last - 3000 }, { after: last / 2 }, { tail: 500 }])
      expect(await bytesRead({ ...query, limit: 500 })).toBeLessThan(1_500_000);
    expect(await bytesRead({ limit: 500 })).toBeLessThan(100_000);
    expect(await textsOf({ tail: 2, limit: 2 })).toHaveLength(2);
  });

  it('does not grow with a line of 20 MB, whose middle is never read', async () => {
    for (let count = 0; count < 80; count++) out('m'.repeat(250_000));
    out('\nend\n');
    expect(await bytesRead({ limit: 10 })).toBeLessThan(500_000);
    expect((await textsOf({ limit: 10 })).map((text) => text.slice(-40))).toEqual([
      expect.stringContaining('[line of 20000000 bytes, cut]'),
      'end',
    ]);
    expect(await textsOf({ tail: 1, limit: 1 })).toEqual(['end']);
  });

  it('ends a page at about a mebibyte of text', async () => {
    for (let count = 0; count < 40; count++) out(`${'t'.repeat(16_000)}\n`.repeat(4));
    const page = await logs.page(run, { limit: 10_000 }, true);
    expect(page.items.length).toBeLessThan(80);
    expect(page.nextCursor).not.toBeNull();
  });
});

describe('the log as it was written', () => {
  it('comes as text of one stream', async () => {
    out('out é\n');
    err('err\n');
    expect([
      await logs.text(run, 'stdout', 1000),
      await logs.text(run, 'stderr', 1000),
      await logs.text({ id: 'none', attempt: 1 }, 'stdout', 9),
    ]).toEqual(['out é\n', 'err\n', '']);
  });

  it('says where its text is cut, between two characters', async () => {
    out('aé'.repeat(100));
    expect(await logs.text(run, 'stdout', 5)).toBe('aéa\n… [cut after 5 bytes; the log of the run has all]');
  });
});
