import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePython } from '../../local/python/choose.ts';
import { inspect, interpreters } from '../../local/python/interpreters.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder('python');
});
afterEach(() => rmSync(folder, { recursive: true }));

const real = () => choosePython().path;

/** A folder on PATH that holds one program. */
function givenProgram(name: string, content: string): string {
  const bin = join(folder, name.replaceAll('/', '-'));
  mkdirSync(bin);
  writeFileSync(join(bin, 'python3'), content, { mode: 0o755 });
  return bin;
}

test('the interpreter that is chosen is a Python of 3.11 or later, named by its full path', () => {
  expect(choosePython()).toMatchObject({ path: expect.stringMatching(/^\//), version: expect.stringMatching(/^3\.(1[1-9]|[2-9]\d)/) });
});

test('a script of a version manager is asked for the interpreter behind it', () => {
  const bin = givenProgram('shim', `#!/bin/sh\nexec ${real()} "$@"\n`);
  expect([...interpreters({ path: bin })]).toMatchObject([{ path: real() }]);
});

test('what is too old, broken or not executable is left out', () => {
  const old = givenProgram('old', '#!/bin/sh\necho 3.9\n');
  const broken = givenProgram('broken', '#!/bin/sh\nexit 1\n');
  const closed = givenProgram('closed', '#!/bin/sh\n');
  chmodSync(join(closed, 'python3'), 0o644);
  expect([...interpreters({ path: [old, broken, closed, join(folder, 'missing')].join(':') })]).toEqual([]);
});

test('an interpreter in a folder that others may not enter is told as closed, and passed over on demand', () => {
  const bin = join(folder, 'private');
  mkdirSync(bin, { mode: 0o700 });
  writeFileSync(join(bin, 'python3'), `#!/bin/sh\nexec ${real()} "$@"\n`, { mode: 0o755 });
  expect([...interpreters({ path: bin, openOnly: true })]).toEqual([]);
});

test('a link is followed for the version and kept as the path, so that virtual environments stay what they are', () => {
  symlinkSync(real(), join(folder, 'python3'));
  expect(inspect(join(folder, 'python3'))).toMatchObject({ path: join(folder, 'python3') });
});

test('an interpreter that was named and is none is refused with its name', () => {
  expect(() => choosePython('/bin/cat-that-is-not-there')).toThrow(/cat-that-is-not-there/);
});
