import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import goldenFile from '../../core/contract/scan.json' with { type: 'json' };
import { securityLevel } from '../../core/schemas/job.ts';
import type { Scan } from '../../core/schemas/scan.ts';
import type { ScanRequest, Scanner } from '../../functions/ports/scanner.ts';

export interface ScannerUnderTest {
  scanner: Scanner;
  close(): void | Promise<void>;
}

type Files = Record<string, string | Uint8Array | null>;

function request(files: Files, more: Partial<ScanRequest> = {}): ScanRequest {
  const contents = Object.entries(files).map(
    ([path, content]) => [path, typeof content === 'string' ? Buffer.from(content) : content] as const,
  );
  return { files: new Map(contents), entry: null, level: 'permissive', allowedImports: null, ...more };
}

/** What every Scanner must do, wherever its Python runs. */
export function scannerContract(name: string, open: () => ScannerUnderTest | Promise<ScannerUnderTest>): void {
  describe(`Scanner: ${name}`, () => {
    let opened: ScannerUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });
    const scan = async (files: Files, more: Partial<ScanRequest> = {}): Promise<Scan> => await opened.scanner.scan(request(files, more));
    goldens(scan);
    entries(scan);
    interfaces(scan);
    sources(scan);
    load(scan);
  });
}

type ScanFiles = (files: Files, more?: Partial<ScanRequest>) => Promise<Scan>;

const golden = z.object({
  title: z.string(),
  request: z.object({
    files: z.record(z.string(), z.string().nullable()),
    entry: z.string().nullable(),
    level: securityLevel,
    allowedImports: z.array(z.string()).nullable(),
  }),
  answer: z.looseObject({}),
});

function goldens(scan: ScanFiles): void {
  it.each(z.array(golden).parse(goldenFile))('the golden request is answered as the contract says: $title', async ({ request, answer }) => {
    const { files, ...rules } = request;
    const contents = Object.entries(files).map(([path, base64]) => [path, base64 === null ? null : Buffer.from(base64, 'base64')] as const);
    expect({ id: answer.id, ...(await scan(Object.fromEntries(contents), rules)) }).toEqual(answer);
  });
}

function entries(scan: ScanFiles): void {
  it('the only Python file is the entry', async () => {
    expect(await scan({ 'report.py': 'print(1)', 'data.csv': null })).toMatchObject({ entry: 'report.py', style: 'script' });
  });

  it('a named entry wins over the usual names', async () => {
    expect(await scan({ 'main.py': '', 'other.py': 'x = 1' }, { entry: 'other.py' })).toMatchObject({ entry: 'other.py' });
  });

  it('an unclear entry is null, with a sentence that names the candidates', async () => {
    const { entry, entryProblem } = await scan({ 'a.py': 'x = 1', 'b.py': 'x = 1' });
    expect(entry).toBeNull();
    expect(entryProblem).toMatch(/a\.py.*b\.py/);
  });
}

function interfaces(scan: ScanFiles): void {
  it('a main that is never called is a function with an input schema', async () => {
    const found = await scan({ 'script.py': 'def main(name: str, times: int = 2):\n    return name * times\n' });
    expect(found).toMatchObject({
      style: 'function',
      interface: 'function',
      inputSchema: { properties: { name: { type: 'string' }, times: { type: 'integer' } }, required: ['name'] },
    });
  });

  it('argparse is read without running it, with how input becomes argv', async () => {
    const source = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--count", type=int)\np.parse_args()\n';
    const found = await scan({ 'script.py': source });
    expect(found).toMatchObject({ style: 'script', interface: 'argparse', argv: [{ name: 'count' }] });
  });
}

function sources(scan: ScanFiles): void {
  it('a syntax error is told with line and column, and is no failure', async () => {
    const { syntaxErrors } = await scan({ 'script.py': 'x = 1\ndef f(:\n    pass\n' });
    expect(syntaxErrors).toMatchObject([{ file: 'script.py', line: 2 }]);
  });

  it('bytes that Python could not decode are told with their line', async () => {
    const { decodeErrors } = await scan({ 'script.py': Buffer.from('x = 1\ny = "caf\xe9"\n', 'latin1') });
    expect(decodeErrors).toMatchObject([{ file: 'script.py', line: 2 }]);
  });

  it('a source nested too deeply for Python is answered as a syntax error', async () => {
    const { syntaxErrors } = await scan({ 'script.py': `x = ${'('.repeat(50_000)}` });
    expect(syntaxErrors).toHaveLength(1);
  });

  it('nothing of the source runs', async () => {
    const found = await scan({ 'script.py': 'import os\nos._exit(9)\n' });
    expect(found.entry).toBe('script.py');
  });
}

function load(scan: ScanFiles): void {
  it('each of many scans at once gets its own answer', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `script${index}.py`);
    const found = await Promise.all(names.map(async (name) => await scan({ [name]: `x = "${name}"` })));
    expect(found.map(({ entry }) => entry)).toEqual(names);
  });
}
