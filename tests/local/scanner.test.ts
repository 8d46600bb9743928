import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { Scan } from '../../core/schemas/scan.ts';
import { createScanner } from '../../local/scanner.ts';
import type { LocalScanner, ScannerOptions } from '../../local/scanner.ts';
import { pycache, python, runnerDir } from '../python.ts';

const opened: LocalScanner[] = [];
afterEach(async () => {
  await Promise.all(
    opened.splice(0).map(async (scanner) => {
      await scanner.close();
    }),
  );
});

function given(options: Partial<ScannerOptions> = {}): LocalScanner {
  const scanner = createScanner({ python, runnerDir, pycache, ...options });
  opened.push(scanner);
  return scanner;
}

/** A stand-in for a runner folder whose scanner misbehaves. */
function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

async function scan(scanner: LocalScanner, entry = 'script.py'): Promise<Scan> {
  return await scanner.scan({ files: new Map([[entry, Buffer.from('print(1)\n')]]), entry, level: 'permissive', allowedImports: null });
}

function kill(scanner: LocalScanner): number {
  const { pid } = scanner;
  if (pid === undefined) throw new Error('the scanner has no process');
  process.kill(pid, 'SIGKILL');
  return pid;
}

it('a scanner that was killed is replaced at the next scan', async () => {
  const scanner = given();
  await scan(scanner);
  const pid = kill(scanner);
  expect(await scan(scanner)).toMatchObject({ entry: 'script.py' });
  expect(scanner.pid).not.toBe(pid);
});

it('scans under way when the process is killed are answered by the next one', async () => {
  const scanner = given();
  scanner.start();
  const scans = ['a.py', 'b.py', 'c.py'].map(async (entry) => await scan(scanner, entry));
  kill(scanner);
  expect((await Promise.all(scans)).map(({ entry }) => entry)).toEqual(['a.py', 'b.py', 'c.py']);
});

it('a scan that hangs fails alone; those behind it are answered by a new process', async () => {
  const scanner = given({ runnerDir: fixture('hanging-scanner'), timeoutMs: 3000 });
  const [hung, next] = await Promise.allSettled([scan(scanner, 'hang.py'), scan(scanner, 'next.py')]);
  expect(hung).toMatchObject({ status: 'rejected', reason: { code: 'scan-failed', message: expect.stringContaining('too long') } });
  expect(next).toMatchObject({ status: 'fulfilled', value: { entry: 'next.py' } });
});

it('a scan that kills the scanner twice fails alone', async () => {
  const scanner = given({ runnerDir: fixture('hanging-scanner') });
  const [dead, next] = await Promise.allSettled([scan(scanner, 'die.py'), scan(scanner, 'next.py')]);
  expect(dead).toMatchObject({ status: 'rejected', reason: { code: 'scan-failed', message: expect.stringContaining('SIGABRT') } });
  expect(next).toMatchObject({ status: 'fulfilled' });
});

it.each([
  ['junk.py', /ended/],
  ['error.py', /told so/],
  ['form.py', /not in its form/],
])('an answer that is not a scan (%s) is refused with what is wrong', async (entry, sentence) => {
  const scanner = given({ runnerDir: fixture('babbling-scanner') });
  await expect(scan(scanner, entry)).rejects.toMatchObject({ code: 'scan-failed', message: expect.stringMatching(sentence) });
});

it('an interpreter that does not exist fails the scan with a sentence', async () => {
  await expect(scan(given({ python: '/nowhere/python3' }))).rejects.toMatchObject({
    code: 'scan-failed',
    message: expect.stringContaining('ENOENT'),
  });
});

it('closing ends the process and fails what is under way', async () => {
  const scanner = given({ runnerDir: fixture('hanging-scanner') });
  const hanging = scan(scanner, 'hang.py');
  const { pid } = scanner;
  await Promise.all([expect(hanging).rejects.toMatchObject({ code: 'scan-failed' }), scanner.close()]);
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
});
