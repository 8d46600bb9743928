import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { knobs, readConfig, settled } from '../../infra/config.ts';
import { retentionOf } from '../../infra/retention.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const guide = readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'deploy.md'), 'utf8');

function givenFile(text: string): string {
  const path = join(temporaryFolder('config'), 'runlet.config.json');
  writeFileSync(path, text);
  return path;
}

test('there are fewer than ten knobs, and the guide tells each with its default', () => {
  const names = Object.keys(knobs.shape);
  expect(names.length).toBeLessThan(10);
  const rows = guide.split('\n').flatMap((line) => /^\| `(\w+)` \| [^|]+ \| `([^`]+)`/.exec(line)?.slice(1, 3).join(' ') ?? []);
  expect(rows).toEqual(Object.entries(knobs.parse({})).map(([name, value]) => `${name} ${JSON.stringify(value)}`));
});

test('a file that is not there leaves every knob at its default', () => {
  expect(readConfig('/nowhere/runlet.config.json')).toEqual(knobs.parse({}));
});

test('a knob that there is not, or a value that it does not take, is named with the file', () => {
  expect(() => readConfig(givenFile('{"retentionDay": 3}'))).toThrow(/runlet\.config\.json is not usable: there is no knob retentionDay\./);
  expect(() => readConfig(givenFile('{"retentionDays": 0}'))).toThrow(/retentionDays: .*docs\/deploy\.md lists the knobs/);
  expect(() => readConfig(givenFile('retentionDays: 3'))).toThrow(/is not JSON/);
  expect(() => readConfig(import.meta.dirname)).toThrow(/cannot be read; it is to be a file of JSON/);
});

test.each([
  ['the knob', 7, 48, 7],
  ['what the quota of the account allows', null, 48, 48],
  ['what a new account may have, when nobody says', null, undefined, 24],
  ['the most that there may be', null, 40_000, 10_000],
])('so many runs may be under way at once: %s', (_, maxRuns, quotaRuns, runs) => {
  expect(settled(knobs.parse({ maxRuns }), quotaRuns).maxRuns).toBe(runs);
});

test.each([
  [1, 1],
  [8, 14],
  [90, 90],
  [91, 120],
  [3653, 3653],
])('logs are kept for at least the days that were asked for: %i become %i', (days, kept) => {
  expect(retentionOf(days)).toBe(kept);
});
