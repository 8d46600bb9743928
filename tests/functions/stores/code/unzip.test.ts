import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxSourceBytes } from '../../../../core/schemas/files.ts';
import { unzip } from '../../../../functions/stores/code/unzip.ts';
import { zip } from '../../../../functions/stores/code/zip.ts';
import { fieldOf, forged, givenZip, renamed } from './evil-zips.ts';
import type { Packed } from './evil-zips.ts';

async function pathsOf(entries: readonly Packed[]): Promise<string[]> {
  return [...(await unzip(await givenZip(entries), 'tidied')).keys()];
}

async function expectRefused(archive: Uint8Array, sentence: RegExp): Promise<void> {
  await expect(unzip(archive, 'tidied')).rejects.toMatchObject({ code: 'bad-archive', message: expect.stringMatching(sentence) });
}

const script = { path: 'script.py', content: 'print("hello")\n' };

describe('a plain archive', () => {
  it('gives its files, without folders', async () => {
    const files = await unzip(
      await givenZip([script, { path: 'pkg/' }, { path: 'pkg/a.bin', content: new Uint8Array([0, 1]), compress: false }]),
      'tidied',
    );
    expect(Array.from(files, ([path, content]) => [path, Buffer.from(content).toString('hex')])).toEqual([
      ['script.py', Buffer.from(script.content).toString('hex')],
      ['pkg/a.bin', '0001'],
    ]);
  });

  it('loses its only top folder, as file managers make one', async () => {
    expect(await pathsOf([{ path: 'project/' }, { path: 'project/main.py' }, { path: 'project/lib/x.py' }])).toEqual([
      'main.py',
      'lib/x.py',
    ]);
  });

  it('keeps folders when there is more than one, or a file beside it', async () => {
    expect(await pathsOf([{ path: 'a/x.py' }, { path: 'b/y.py' }])).toEqual(['a/x.py', 'b/y.py']);
    expect(await pathsOf([{ path: 'a/x.py' }, script])).toEqual(['a/x.py', 'script.py']);
  });

  it('loses what file managers and Python leave behind', async () => {
    expect(
      await pathsOf([{ path: 'p/main.py' }, { path: '__MACOSX/p/._main.py' }, { path: 'p/.DS_Store' }, { path: 'p/__pycache__/main.pyc' }]),
    ).toEqual(['main.py']);
  });
});

describe('an archive is refused', () => {
  it.each([
    ['../evil.py', /"\.\.\/evil\.py" leads out/],
    ['a/../../x.p', /leads out/],
    ['/etc/passwd', /"\/etc\/passwd" is absolute/],
    ['C:/evil.py.', /is absolute/],
    ['a\\..\\evil.', /backslash/],
    ['evil\0file.p', /control character/],
    ['a//evil.py.', /empty part/],
  ])('for the path %j', async (path, sentence) => {
    const plain = 'x'.repeat(path.length);
    await expectRefused(renamed(await givenZip([script, { path: plain }]), plain, path), sentence);
  });

  it.each([
    [0o120777, /symbolic link/],
    [0o020666, /device/],
    [0o060666, /device/],
    [0o010666, /named pipe/],
    [0o140777, /socket/],
  ])('for an entry of mode %o', async (mode, sentence) => {
    await expectRefused(await givenZip([script, { path: 'link', content: '/etc/passwd', mode }]), sentence);
  });

  it('for two entries of one path', async () => {
    await expectRefused(
      renamed(await givenZip([script, { path: 'twins0.py' }, { path: 'twins1.py' }]), 'twins0.py', 'twins1.py'),
      /"twins1\.py" occurs twice/,
    );
  });

  it('for a file that is also a folder', async () => {
    await expectRefused(await givenZip([{ path: 'a' }, { path: 'a/b.py' }, script]), /also the file a/);
  });

  it('for an encrypted entry', async () => {
    await expectRefused(forged(await givenZip([script]), 0, 'flags', 0x801), /"script\.py" is encrypted/);
    await expectRefused(forged(await givenZip([script]), 0, 'flags', 0x841), /encrypt/);
  });

  it('for a method that is neither stored nor deflated', async () => {
    await expectRefused(forged(await givenZip([script]), 0, 'method', 12), /"script\.py" is packed by method 12/);
  });

  it('for more than 2,000 files', async () => {
    await expectRefused(await givenZip(Array.from({ length: 2001 }, (_, index) => ({ path: `f${index}` }))), /2001 files; at most 2000/);
  });

  it('for entries without end', async () => {
    await expectRefused(await givenZip(Array.from({ length: 10_001 }, (_, index) => ({ path: `d${index}/` }))), /more than 10000 entries/);
  });

  it.each([[[]], [[{ path: 'empty/' }]], [[{ path: '__MACOSX/x' }]]])('without a file: %j', async (entries) => {
    await expectRefused(await givenZip(entries), /holds no file/);
  });

  it.each([
    ['', /not a zip/],
    ['PK', /not a zip/],
    ['print(1)', /not a zip/],
    ['PK\x03\x04 and then nothing of the kind', /Pack it again/],
  ])('when it is not one: %j', async (text, sentence) => {
    await expectRefused(Buffer.from(text, 'latin1'), sentence);
  });
});

describe('a bomb is refused', () => {
  const bulk = { path: 'bulk.bin', content: Buffer.alloc(maxSourceBytes) };

  it('when its entries declare more than 10 MiB together', async () => {
    await expectRefused(await givenZip([bulk, { path: 'more.bin', content: 'x' }]), /more than 10485760 bytes/);
    await expectRefused(
      await givenZip([
        { path: 'a/more.bin', content: 'x' },
        { ...bulk, path: 'b/bulk.bin' },
      ]),
      /"b\/bulk.bin" alone declares 10485760/,
    );
  });

  it('when an entry inflates to more than it declares', async () => {
    await expectRefused(forged(await givenZip([script, bulk]), 1, 'size', 1000), /^bulk\.bin cannot be unpacked: too many bytes/);
  });

  it('when an entry inflates to less than it declares', async () => {
    await expectRefused(forged(await givenZip([script]), 0, 'size', 1000), /^script\.py cannot be unpacked: not enough bytes/);
  });

  it('when entries share their bytes', async () => {
    const honest = await givenZip([
      { path: 'one.py', content: bulk.content.subarray(0, 5000) },
      { path: 'two.py', content: bulk.content.subarray(0, 5000) },
    ]);
    await expectRefused(forged(honest, 1, 'offset', fieldOf(honest, 0, 'offset')), /"(one|two)\.py" overlaps/);
  });

  it('when its content is not what its checksum says', async () => {
    await expectRefused(forged(await givenZip([script]), 0, 'crc', 1), /script\.py is damaged/);
  });
});

describe('archives in general', () => {
  const path = fc.stringMatching(/^[a-z]{1,4}(\/[a-z]{1,4})?\.[a-z]{2}$/);
  const fileSets = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 200 })), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 6,
  });

  it('our own come back as they went in, and are the same bytes each time', async () => {
    await fc.assert(
      fc.asyncProperty(fileSets, async (entries) => {
        const archive = await zip(new Map(entries));
        const back = await unzip(archive, 'as it is');
        expect(Array.from(back, ([name, content]) => [name, [...content]])).toEqual(entries.map(([name, content]) => [name, [...content]]));
        expect(Buffer.from(await zip(new Map(entries))).equals(archive)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('with any byte changed either give the same files or are refused as archives', async () => {
    const honest = await givenZip([script, { path: 'lib/data.csv', content: 'a,b\n1,2\n' }]);
    await fc.assert(
      fc.asyncProperty(fc.nat(honest.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(honest);
        changed[at] = byte;
        const outcome = await unzip(changed, 'tidied').catch((error: unknown) => error);
        if (outcome instanceof Map) expect(outcome.size).toBeGreaterThan(0);
        else expect(outcome).toMatchObject({ code: 'bad-archive' });
      }),
      { numRuns: 500 },
    );
  });
});
