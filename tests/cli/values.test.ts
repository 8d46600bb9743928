import { afterEach, describe, expect, test, vi } from 'vitest';
import { durationSec } from '../../cli/values/duration.ts';
import { instantText } from '../../cli/values/instant.ts';
import { memoryMiB } from '../../cli/values/memory.ts';
import { momentText } from '../../cli/values/moment.ts';
import { environmentPairs, grouped, pairs } from '../../cli/values/pair.ts';
import { statusText } from '../../cli/values/status.ts';
import { versionNumber } from '../../cli/values/version.ts';
import { wholeNumber } from '../../cli/values/whole-number.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a duration', () => {
  test.each([
    ['90', 90],
    ['0.5', 0.5],
    ['90s', 90],
    ['10m', 600],
    ['1h30m', 5400],
    ['500ms', 0.5],
    ['1.5h', 5400],
    ['2d', 172_800],
  ])('of %s is %d seconds', (text, seconds) => {
    expect(durationSec(text)).toBeCloseTo(seconds, 9);
  });

  test.each(['', '5x', 'm', '-3', '10m!', '1 h', '1e3'])('is not made of %j', (text) => {
    expect(() => durationSec(text)).toThrow(/such as 500ms, 90s, 10m/);
  });
});

describe('a size of memory', () => {
  test.each([
    ['512', 512],
    ['512m', 512],
    ['512MiB', 512],
    ['1g', 1024],
    ['1.5GiB', 1536],
    ['1 GB', 1024],
  ])('of %s is %d MiB', (text, size) => {
    expect(memoryMiB(text)).toBe(size);
  });

  test.each(['', '0', '1t', '-1', 'g', '10kb'])('is not made of %j', (text) => {
    expect(() => memoryMiB(text)).toThrow(/such as 512m, 1g/);
  });
});

describe('name=value', () => {
  test('is collected in the order given, and the value may hold more of it', () => {
    expect(pairs('b=x=y', pairs('a='))).toEqual([
      { name: 'a', value: '' },
      { name: 'b', value: 'x=y' },
    ]);
  });

  test.each(['a', '=a', ''])('is not made of %j', (text) => {
    expect(() => pairs(text)).toThrow(/name=value/);
  });

  test('given once is a text and given twice is a list', () => {
    expect(
      grouped([
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
        { name: 'a', value: '3' },
      ]),
    ).toEqual({ a: ['1', '3'], b: '2' });
  });

  test('of the environment may be a name alone, which passes what this shell has', () => {
    vi.stubEnv('RUNLET_TEST_REGION', 'north');
    expect(environmentPairs('RUNLET_TEST_REGION')).toEqual([{ name: 'RUNLET_TEST_REGION', value: 'north' }]);
    expect(() => environmentPairs('RUNLET_TEST_NOT_SET')).toThrow(/RUNLET_TEST_NOT_SET is not set here/);
  });
});

describe('an instant', () => {
  test('is read from a date and from an instant of any zone', () => {
    expect(instantText('2026-08-03')).toBe('2026-08-03T00:00:00.000Z');
    expect(instantText('2026-08-03T10:00:00+02:00')).toBe('2026-08-03T08:00:00.000Z');
  });

  test('is read from how long ago it was', () => {
    expect(Date.now() - Date.parse(instantText('2h'))).toBeGreaterThanOrEqual(7_200_000);
  });

  test.each(['yesterday', '5', ''])('is not made of %j', (text) => {
    expect(() => instantText(text)).toThrow(/how long ago/);
  });
});

test('a status may be written in lower case', () => {
  expect(statusText('failed')).toBe('FAILED');
  expect(() => statusText('done')).toThrow(/SUCCEEDED/);
});

test('a version is a number from 1, or live', () => {
  expect([versionNumber('12'), versionNumber('live')]).toEqual([12, 'live']);
  for (const text of ['0', '1.5', 'latest', '-1']) expect(() => versionNumber(text)).toThrow(/or live/);
});

test('a whole number is held between its bounds', () => {
  const port = wholeNumber(0, 65_535);
  expect([port('0'), port('65535')]).toEqual([0, 65_535]);
  for (const text of ['65536', '1.5', 'x', '']) expect(() => port(text)).toThrow(/from 0 to 65535/);
});

describe('a moment in the time zone of a schedule', () => {
  test.each([
    ['2026-11-22', '2026-11-22T00:00:00'],
    ['2026-11-22 09:00', '2026-11-22T09:00:00'],
    ['2026-11-22T09:00:30', '2026-11-22T09:00:30'],
    ['2026-11-22T09:00z', '2026-11-22T09:00:00Z'],
    ['2026-11-22 09:00+01:00', '2026-11-22T09:00:00+01:00'],
  ])('%j is told as %s', (text, told) => {
    expect(momentText(text)).toBe(told);
  });

  test.each(['', 'tomorrow', '09:00', '2026-11-31x', '2026-13-01', '2026-11-22 25:00', '2h'])('is not made of %j', (text) => {
    expect(() => momentText(text)).toThrow(/Give a date or a time/);
  });
});
