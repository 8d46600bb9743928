import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isCommand } from '../../cli/commands/index.ts';
import { knobs } from '../../infra/config.ts';
import { brokenLinks, commandsOf, documentAt, documents, missingPaths } from './read-documents.ts';

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(documentAt('package.json')));

describe.each(documents)('$path', (document) => {
  test('links to what is there', () => {
    expect(brokenLinks(document)).toEqual([]);
  });

  test('names files and folders that are there', () => {
    expect(missingPaths(document)).toEqual([]);
  });

  test('tells people to run what can be run', () => {
    const { npm, runlet } = commandsOf(document);
    expect(npm.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    expect(runlet.filter((name) => !isCommand(name))).toEqual([]);
  });
});

test('the documents do tell people to run something', () => {
  expect(documents.flatMap((document) => commandsOf(document).npm)).toEqual(expect.arrayContaining(['deploy', 'token', 'destroy']));
  expect(documents.flatMap((document) => commandsOf(document).runlet)).toEqual(expect.arrayContaining(['run', 'rerun', 'doctor']));
});

test('the examples of knobs are knobs', () => {
  const guide = documentAt('docs/deploy.md');
  const whole = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => knobs.parse(JSON.parse(text)));
  expect(whole).toMatchObject([{ alertEmail: 'operator@example.com', retentionDays: 30 }]);
  const [, domain = ''] = /\| `customDomain` \| `([^`]+)`/.exec(guide) ?? [];
  expect(knobs.parse({ customDomain: JSON.parse(domain) }).customDomain).toMatchObject({ name: 'runlet.example.com' });
});

test('the records of decisions are numbered without a gap, and each number is that of its heading', () => {
  const records = documents.filter(({ path }) => path.startsWith('docs/adr/'));
  expect(records.map(({ path }) => Number(path.slice('docs/adr/'.length, 'docs/adr/0000'.length)))).toEqual(
    records.map((_, index) => index + 1),
  );
  expect(records.map(({ text }) => Number(/^# (\d+)/.exec(text)?.[1]))).toEqual(records.map((_, index) => index + 1));
});
