import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSealedSecrets } from '../../../local/secrets/sealed-secrets.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let dataDir: string;
const folder = () => join(dataDir, 'secrets');
const sealed = () => readdirSync(folder()).filter((name) => name.endsWith('.sealed'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

beforeEach(() => {
  dataDir = temporaryFolder('sealed');
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('no file shows a value, and nobody but their owner may read one', async () => {
  await createSealedSecrets(dataDir).put('database', 'correct horse battery');
  const [file = ''] = sealed();
  expect(readFileSync(join(folder(), file)).includes('horse')).toBe(false);
  expect([modeOf(folder()), modeOf(join(folder(), file)), modeOf(join(dataDir, 'secrets.key'))]).toEqual([0o700, 0o600, 0o600]);
});

test('the same value is sealed otherwise each time', async () => {
  const secrets = createSealedSecrets(dataDir);
  for (const name of ['a', 'b']) await secrets.put(name, 'same');
  const [one, two] = sealed().map((file) => readFileSync(join(folder(), file), 'hex'));
  expect(one).not.toBe(two);
});

test('a file that was changed, or lies under another name, is not opened', async () => {
  const secrets = createSealedSecrets(dataDir);
  for (const name of ['a', 'b']) await secrets.put(name, `value of ${name}`);
  const [a = '', b = ''] = sealed().map((file) => join(folder(), file));
  cpSync(a, b);
  await expect(secrets.get('b')).rejects.toThrow(/cannot be opened.*put it again/);
  const content = readFileSync(a);
  content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
  writeFileSync(a, content);
  await expect(secrets.get('a')).rejects.toThrow(/cannot be opened/);
  writeFileSync(a, '');
  await expect(secrets.get('a')).rejects.toThrow(/cannot be opened/);
});

test('another key opens nothing', async () => {
  await createSealedSecrets(dataDir).put('a', 'x');
  rmSync(join(dataDir, 'secrets.key'));
  await expect(createSealedSecrets(dataDir).get('a')).rejects.toThrow(/is not the key that sealed it/);
});

test('several that share the folder see and keep each other’s values', async () => {
  const many = Array.from({ length: 4 }, () => createSealedSecrets(dataDir));
  await Promise.all(many.map((secrets, index) => secrets.put(`by-${index}`, `value ${index}`)));
  await Promise.all(many.map((secrets, index) => secrets.put('shared', `value ${index}`)));
  for (const secrets of many) {
    expect(await secrets.list()).toEqual(['by-0', 'by-1', 'by-2', 'by-3', 'shared']);
    expect(await secrets.get('shared')).toMatch(/^value [0-3]$/);
  }
  expect(readdirSync(join(folder(), '.incoming'))).toEqual([]);
});
