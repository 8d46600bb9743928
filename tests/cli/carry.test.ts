import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carriedCode, fileContent } from '../../cli/code/carry.ts';
import { missingNeighbour } from '../../cli/code/missing-neighbour.ts';
import { scriptNameOf } from '../../cli/push/script-name.ts';
import { givenFolder } from './given-folder.ts';

const missing = { exception: { type: 'ModuleNotFoundError', message: "No module named 'rows.csv'", line: 1, traceback: '' } };

test('a file is carried alone, under its own name', async () => {
  const folder = givenFolder({ 'hello.py': 'print(1)\n', 'other.py': '' });
  expect(await carriedCode(join(folder, 'hello.py'), undefined)).toEqual({
    kind: 'files',
    from: 'file',
    files: { 'hello.py': 'print(1)\n' },
    entry: 'hello.py',
  });
});

test('a folder is carried whole, without what tools leave in it', async () => {
  const folder = givenFolder({
    'main.py': 'a',
    'lib/rows.py': 'b',
    '.git/config': 'x',
    'lib/__pycache__/rows.pyc': 'x',
    'node_modules/a/b.js': 'x',
    '.venv/bin/x.py': 'x',
  });
  expect(await carriedCode(folder, 'main.py')).toEqual({
    kind: 'files',
    from: 'folder',
    files: { 'lib/rows.py': 'b', 'main.py': 'a' },
    entry: 'main.py',
  });
});

test('a link to a file is carried as the file, and one to a folder is not followed', async () => {
  const folder = givenFolder({ 'main.py': 'a' });
  symlinkSync(join(folder, 'main.py'), join(folder, 'same.py'));
  symlinkSync(folder, join(folder, 'loop'));
  expect(await carriedCode(folder, undefined)).toMatchObject({ files: { 'main.py': 'a', 'same.py': 'a' } });
});

test('bytes that are not UTF-8 travel as they are, and a byte order mark is kept', () => {
  expect(fileContent(Buffer.from('# coding: latin-1\nx = "\u00E9"\n', 'latin1'))).toEqual({ base64: expect.any(String) });
  expect(fileContent(Buffer.from('\uFEFFprint(1)\n'))).toBe('\uFEFFprint(1)\n');
});

test('a zip is carried as it is, and a name that lies nowhere is left to be a saved script', async () => {
  const folder = givenFolder({ 'report.zip': 'PK' });
  expect(await carriedCode(join(folder, 'report.zip'), undefined)).toMatchObject({ kind: 'archive' });
  expect(await carriedCode(join(folder, 'report'), undefined)).toBeNull();
});

test('more than a script may hold is refused before it is read', async () => {
  const folder = givenFolder({ 'main.py': '', 'data.csv': Buffer.alloc(11 * 1024 * 1024) });
  await expect(carriedCode(folder, undefined)).rejects.toThrow(
    /11 MiB, and the files of a script may be 10 MiB together; give data as input/,
  );
});

test('a folder without Python is refused', async () => {
  await expect(carriedCode(givenFolder({ 'notes.txt': '' }), undefined)).rejects.toThrow(/holds no \.py file/);
});

test('a missing module that lies beside the file is named with the command that carries it', () => {
  const folder = givenFolder({ 'main.py': '', 'rows/__init__.py': '' });
  expect(missingNeighbour(missing, join(folder, 'main.py'))).toContain(`runlet run ${folder} --entry main.py`);
});

test('a missing module that lies nowhere is left to the script', () => {
  expect(missingNeighbour(missing, join(givenFolder({ 'main.py': '' }), 'main.py'))).toBeNull();
});

test.each([
  ['Sales Report.py', 'sales-report'],
  ['/x/nightly/main.py', 'nightly'],
  ['/x/Nightly_2/', 'nightly_2'],
  ['a/b/tool.zip', 'tool'],
])('%s is called %s', (path, name) => {
  expect(scriptNameOf(path)).toBe(name);
});
