import { expect, test } from 'vitest';
import { toArgv } from '../../../core/input/argv.ts';
import type { ArgvEntry } from '../../../core/schemas/scan.ts';

const entry = (given: Partial<ArgvEntry> & Pick<ArgvEntry, 'name' | 'kind'>): ArgvEntry => ({
  flags: given.kind === 'positional' ? [] : [`--${given.name}`],
  negative: null,
  multiple: false,
  repeat: false,
  command: null,
  ...given,
});

test('options, flags, counts and positionals become words in the order of the entries', () => {
  const entries = [
    entry({ name: 'count', kind: 'option' }),
    entry({ name: 'dry', kind: 'flag' }),
    entry({ name: 'keep', kind: 'negative-flag', flags: ['--no-keep'] }),
    entry({ name: 'colour', kind: 'flag-pair', flags: ['--colour'], negative: '--no-colour' }),
    entry({ name: 'verbose', kind: 'count', flags: ['-v'] }),
    entry({ name: 'path', kind: 'positional' }),
  ];
  expect(toArgv(entries, { count: 3, dry: true, keep: false, colour: false, verbose: 2, path: 'a.txt' })).toEqual([
    '--count=3',
    '--dry',
    '--no-keep',
    '--no-colour',
    '-v',
    '-v',
    'a.txt',
  ]);
});

test('what was not given, or is null, gives no words', () => {
  expect(
    toArgv([entry({ name: 'a', kind: 'option' }), entry({ name: 'b', kind: 'flag' }), entry({ name: 'c', kind: 'positional' })], {
      a: null,
      b: false,
    }),
  ).toEqual([]);
});

test('lists are joined behind one flag, repeated, or both', () => {
  const one = entry({ name: 'x', kind: 'option', multiple: true });
  const each = entry({ name: 'y', kind: 'option', repeat: true });
  const both = entry({ name: 'z', kind: 'option', multiple: true, repeat: true });
  expect(toArgv([one, each, both], { x: ['a', 'b'], y: ['c', 'd'], z: [['e', 'f'], ['g']] })).toEqual([
    '--x',
    'a',
    'b',
    '--y=c',
    '--y=d',
    '--z',
    'e',
    'f',
    '--z',
    'g',
  ]);
});

test('a double dash keeps words that look like flags, and words behind an open list, positional', () => {
  expect(toArgv([entry({ name: 'p', kind: 'positional' })], { p: '-1' })).toEqual(['--', '-1']);
  expect(
    toArgv([entry({ name: 'x', kind: 'option', multiple: true }), entry({ name: 'p', kind: 'positional' })], { x: ['a'], p: 'b' }),
  ).toEqual(['--x', 'a', '--', 'b']);
});

test('only the chosen sub-command brings its words', () => {
  const entries = [
    entry({ name: 'command', kind: 'command', flags: [] }),
    entry({ name: 'size', kind: 'option', command: 'add' }),
    entry({ name: 'force', kind: 'flag', command: 'drop' }),
  ];
  expect(toArgv(entries, { command: 'add', size: 2, force: true })).toEqual(['add', '--size=2']);
});
