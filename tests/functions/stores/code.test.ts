import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { maxSourceBytes } from '../../../core/schemas/files.ts';
import type { Scanner } from '../../../functions/ports/scanner.ts';
import { createCode } from '../../../functions/stores/code.ts';
import type { Code, CodeInput } from '../../../functions/stores/code.ts';
import { givenZip } from './code/evil-zips.ts';
import { givenStores } from './given-stores.ts';
import type { GivenStores } from './given-stores.ts';

const stores = givenStores();
const { code, table, bucket } = stores;

/** Takes code and writes what it says must be written, as callers do in their transactions. */
async function taken(input: CodeInput, { code }: Pick<GivenStores, 'code'> = stores) {
  const result = await code.take(input);
  if (result.writes.length > 0) await table.transact(result.writes);
  return result;
}

async function expectRefused(input: CodeInput, error: string, sentence: RegExp): Promise<void> {
  await expect(code.take(input)).rejects.toMatchObject({ code: error, message: expect.stringMatching(sentence) });
}

/** A scanner that is away at the first question. */
function failOnce(reader: Code): Scanner['scan'] {
  let asked = 0;
  return async ({ files }) => {
    asked += 1;
    if (asked === 1) throw new AppError('scan-failed');
    return (
      await reader.inspect({
        files: Object.fromEntries(Array.from(files, ([path, content]) => [path, Buffer.from(content ?? []).toString()])),
      })
    ).scan;
  };
}

let fresh = 0;
function freshSource(bytes = 0): string {
  fresh += 1;
  const head = `print(${fresh})\n#`;
  return head.padEnd(bytes, 'x');
}

describe('small code', () => {
  it('is one row, which the caller writes with its own, and needs no bucket', async () => {
    const { ref, writes } = await taken({ source: freshSource() });
    expect(ref).toMatchObject({ entry: 'script.py', style: 'script', language: 'python', files: [{ path: 'script.py' }] });
    expect(writes).toHaveLength(1);
    expect(await bucket.size(`code/${ref.sha256}`)).toBeNull();
    expect(await code.forLaunch(ref.sha256)).toMatchObject({ kind: 'inline', files: [{ path: 'script.py' }] });
  });

  it('that is known is neither scanned nor written again', async () => {
    const source = freshSource();
    await taken({ source });
    const scans = stores.scans.length;
    expect((await taken({ source })).writes).toEqual([]);
    expect(stores.scans).toHaveLength(scans);
  });

  it('that was taken and never written is offered for writing again', async () => {
    const source = freshSource();
    await code.take({ source });
    expect((await code.take({ source })).writes).toHaveLength(1);
  });

  it('that could not be scanned is scanned again when it comes again', async () => {
    const source = freshSource();
    const failing = createCode({ ...stores, scanner: { scan: failOnce(code) } });
    await expect(failing.take({ source })).rejects.toMatchObject({ code: 'scan-failed' });
    expect((await failing.take({ source })).ref.entry).toBe('script.py');
  });

  it('that another process has written is not written again', async () => {
    const source = freshSource();
    const { ref } = await taken({ source });
    const other = stores.again();
    expect((await taken({ source }, other)).writes).toEqual([]);
    expect((await other.code.load(ref.sha256)).files.get('script.py')).toEqual(Buffer.from(source));
  });

  it('with another entry is the same content, read anew', async () => {
    const files = { 'a.py': freshSource(), 'b.py': 'def main(): pass\n' };
    const [a, b] = [await taken({ files, entry: 'a.py' }), await taken({ files, entry: 'b.py' })];
    expect(a.ref.sha256).toBe(b.ref.sha256);
    expect([a.ref.style, b.ref.style]).toEqual(['script', 'function']);
  });
});

describe('large code', () => {
  it('lies in the bucket before its row can name it, and comes back whole', async () => {
    const files = { 'pkg/main.py': freshSource(30_000), 'pkg/__pycache__/kept.pyc': { base64: 'AAE=' } };
    const { ref } = await taken({ files, entry: 'pkg/main.py' });
    const order = await code.forLaunch(ref.sha256);
    expect(order).toMatchObject({ kind: 'archive', key: `code/${ref.sha256}` });
    expect([...(await stores.again().code.load(ref.sha256)).files.keys()]).toEqual(['pkg/__pycache__/kept.pyc', 'pkg/main.py']);
  });

  it('of 10 MiB is taken, and one byte more is not', async () => {
    const { ref } = await taken({ source: freshSource(maxSourceBytes) });
    expect(ref.files[0]?.bytes).toBe(maxSourceBytes);
    await expectRefused({ source: freshSource(maxSourceBytes + 1) }, 'too-large', /10485760 bytes/);
  });
});

describe('however code comes', () => {
  it('the same files are the same content', async () => {
    const source = freshSource();
    const files = { 'script.py': source };
    const upload = { filename: 'script.py', bytes: Buffer.from(source) };
    const zipped = { filename: 'any.zip', bytes: await givenZip([{ path: 'top/script.py', content: source }]) };
    const { sha256 } = (await taken({ source })).ref;
    const others = await Promise.all(
      [{ files }, { upload }, { upload: zipped }, { stored: sha256 }].map(async (input) => (await taken(input)).ref.sha256),
    );
    expect(new Set(others)).toEqual(new Set([sha256]));
  });

  it('text with a latin-1 coding line is kept as latin-1', async () => {
    const { ref } = await taken({ source: '# coding: latin-1\nprint("é")\n' });
    expect(Buffer.from((await code.load(ref.sha256)).files.get('script.py') ?? []).includes(0xe9)).toBe(true);
    expect(ref.scan.decodeErrors).toEqual([]);
  });

  it('a BOM, CRLF and an empty file are taken', async () => {
    for (const source of ['\uFEFFprint(1)\r\n', '']) expect((await taken({ source })).ref.scan.syntaxErrors).toEqual([]);
  });

  it('the scanner gets the contents that it reads, and of other files the names', async () => {
    await taken({ files: { 'script.py': freshSource(), 'requirements.txt': 'requests\n', 'data.csv': 'a\n' } });
    expect(Array.from(stores.scans.at(-1)?.files ?? [], ([path, content]) => [path, content !== null])).toEqual([
      ['data.csv', false],
      ['requirements.txt', true],
      ['script.py', true],
    ]);
  });

  it('a syntax error is taken, and told', async () => {
    expect((await taken({ source: 'def f(:\n' })).ref.scan.syntaxErrors).toMatchObject([{ line: 1 }]);
  });
});

describe('code is refused', () => {
  it.each<[CodeInput, string, RegExp]>([
    [{}, 'bad-request', /exactly one.*none of them/],
    [{ source: '', files: {} }, 'bad-request', /2 of them/],
    [{ files: {} }, 'bad-source', /at least one file/],
    [{ files: { '../x.py': '' } }, 'bad-source', /"\.\.\/x\.py" leads out/],
    [{ files: { 'a.py': '', 'A.py': '' } }, 'bad-source', /case/],
    [
      { files: Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`f${index}`, ''])) },
      'bad-source',
      /at most 2000 files, got 2001/,
    ],
    [{ upload: { filename: 'notes.txt', bytes: Buffer.from('x') } }, 'bad-source', /ends in \.py/],
    [{ upload: { filename: 'broken.zip', bytes: Buffer.from('x') } }, 'bad-archive', /not a zip/],
    [{ upload: { filename: 'x.py', bytes: Buffer.from('y = "\xe9"\n', 'latin1') } }, 'bad-source', /Non-UTF-8 code.*line 1/],
    [{ upload: { filename: 'x.py', bytes: Buffer.from('\0') } }, 'bad-source', /null bytes/],
    [{ files: { 'a.py': 'x = 1', 'b.py': 'x = 1' } }, 'no-entrypoint', /Which file runs/],
    [{ source: 'x', entry: '../x.py' }, 'bad-source', /leads out/],
    [{ files: { 'a.py': 'x = 1' }, entry: 'b.py' }, 'no-entrypoint', /'b\.py'/],
    [{ files: { 'a.csv': 'x' } }, 'no-entrypoint', /no Python file/],
    [{ uploadId: 'upl_01JH7Q3V9ZK4M2N8P6R5S1T0WX' }, 'not-found', /no upload upl_/],
  ])('%#: %s', async (input, error, sentence) => {
    await expectRefused(input, error, sentence);
  });

  it('with the same findings that an inspection shows without refusing', async () => {
    const { scan } = await code.inspect({ files: { 'a.py': 'x = 1', 'b.py': 'x = (' } });
    expect(scan).toMatchObject({ entry: null, syntaxErrors: [{ file: 'b.py' }] });
  });

  it('when it is not in the store', async () => {
    await expect(code.forLaunch('0'.repeat(64))).rejects.toMatchObject({ code: 'internal' });
  });
});
