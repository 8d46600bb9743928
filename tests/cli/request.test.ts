import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runOptions } from '../../cli/run/options.ts';
import { runRequest } from '../../cli/run/request.ts';
import { givenFolder } from './given-folder.ts';

const template = JSON.stringify({
  title: 'T',
  description: 'D',
  entry: 'go.py',
  input: { column: 'a' },
  args: ['--quick'],
  files: { data: 'rows.csv' },
  limits: { timeoutSec: 9 },
  expected: {},
});
const givenTemplate = () => givenFolder({ 'go.py': '', 'rows.csv': 'a\n1\n', 'template.json': template });
const asked = (what: string, options: Record<string, unknown> = {}, args: string[] = []) =>
  runRequest(what, args, runOptions.parse(options));

test('a template without input runs on its own sample', async () => {
  const folder = givenTemplate();
  expect(await asked(folder)).toMatchObject({
    target: { kind: 'code', code: { entry: 'go.py' } },
    files: { data: join(folder, 'rows.csv') },
    fields: { input: { column: 'a' }, args: ['--quick'], timeoutSec: 9 },
  });
});

test('what is given takes the place of the sample of its kind', async () => {
  const request = await asked(givenTemplate(), { file: [{ name: 'data', value: 'mine.csv' }], timeout: 3 });
  expect(request).toMatchObject({ files: { data: 'mine.csv' }, fields: { input: { column: 'a' }, args: ['--quick'], timeoutSec: 3 } });
});

test('arguments take the place of the whole sample, because they may say the same as its input and its files', async () => {
  const request = await asked(givenTemplate(), {}, ['--slow']);
  expect([request.files, request.fields.input, request.fields.args]).toEqual([{}, undefined, ['--slow']]);
});

test('an input that is given by a name takes the place of the sample file of that name', async () => {
  const request = await asked(givenTemplate(), { input: [{ name: 'data', value: 'x' }] });
  expect([request.files, request.fields.input, request.fields.inputText]).toEqual([{}, undefined, { data: 'x' }]);
});

test('a template.json of another tool is no template', async () => {
  const request = await asked(givenFolder({ 'main.py': '', 'template.json': '{"Resources": {}}' }));
  expect(request.fields).toEqual({ triggerKind: 'cli' });
});

test('a name that is no path is a saved script, in the version asked for', async () => {
  expect((await asked('nightly-report', { version: 3 })).target).toEqual({ kind: 'script', name: 'nightly-report', version: 3 });
});

test('the whole input is read from JSON, from a file or refused in a sentence', async () => {
  const file = join(givenFolder({ 'in.json': '\uFEFF[1]' }), 'in.json');
  expect((await asked('x', { inputJson: '{"n": 1}' })).fields.input).toEqual({ n: 1 });
  expect((await asked('x', { inputJson: `@${file}` })).fields.input).toEqual([1]);
  await expect(asked('x', { inputJson: '{n: 1}' })).rejects.toThrow(/is not JSON/);
  await expect(asked('x', { inputJson: '@nowhere.json' })).rejects.toThrow(/nowhere\.json, which cannot be read/);
});

test.each([
  ['both kinds of input', 'x', { input: [{ name: 'a', value: '1' }], inputJson: '{}' }, /were both given/],
  ['a path where nothing lies', 'nowhere/x.py', {}, /is not there/],
  ['an entry of a saved script', 'x', { entry: 'a.py' }, /--entry goes with a folder/],
])('%s is refused', async (_, what, options, sentence) => {
  await expect(asked(what, options)).rejects.toThrow(sentence);
});

test('a version of code that lies here is refused', async () => {
  await expect(asked(givenTemplate(), { version: 2 })).rejects.toThrow(/--version goes with a saved script/);
});

test('attempts that were asked for become a policy', async () => {
  expect(await asked(givenTemplate(), { retry: 3 })).toMatchObject({ fields: { retry: { attempts: 3 } } });
});
