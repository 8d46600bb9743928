import { describe, expect, test } from 'vitest';
import { lastLine } from '../../cli/output/last-line.ts';
import { bar } from '../../cli/output/progress.ts';
import { byteSize, duration, mebibytes } from '../../cli/output/quantities.ts';
import { table } from '../../cli/output/table.ts';
import { zoned } from '../../cli/output/zoned.ts';

describe('quantities for people', () => {
  test.each([
    [0, '0 ms'],
    [1.94, '1.9 ms'],
    [21.4, '21 ms'],
    [999.4, '999 ms'],
    [1500, '1.5 s'],
    [59_960, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_599_900, '1 h 00 m'],
    [11_220_000, '3 h 07 m'],
  ])('%d milliseconds are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [812, '812 B'],
    [1434, '1.4 KiB'],
    [1_048_575, '1 MiB'],
    [10_485_760, '10 MiB'],
    [5e12, '4657 GiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
  });

  test('memory has a digit behind the point below 100 MiB', () => {
    expect([9.72, 384.2].map(mebibytes)).toEqual(['9.7 MiB', '384 MiB']);
  });
});

describe('the last line', () => {
  const metrics = { wallMs: 21.4, cpuUserMs: 11, cpuSystemMs: 4, peakMemoryMiB: 9.71, outputBytes: 12 };
  const phases = { queuedMs: 0.4, startingMs: 14.2, placedMs: 1.9, bootedMs: 12.3, runningMs: 21.4, reportingMs: 2, collectedMs: 1.2 };
  const good = { status: 'SUCCEEDED', reason: null, exitCode: 0, signal: null, metrics, phases } as const;

  test('tells status, wall, peak memory and the phases in their order', () => {
    expect(lastLine(good)).toBe(
      'SUCCEEDED · wall 21 ms · peak memory 9.7 MiB · queued 0.4 ms, starting 14 ms (placed 1.9 ms, booted 12 ms), running 21 ms, reporting 2 ms (collected 1.2 ms)',
    );
  });

  test('tells the reason and the exit code of a run that failed', () => {
    expect(lastLine({ ...good, status: 'FAILED', reason: 'exit-nonzero', exitCode: 3 })).toMatch(
      /^FAILED \(exit-nonzero, exit code 3\) · wall/,
    );
  });

  test('tells the signal of a run that was killed', () => {
    expect(lastLine({ ...good, status: 'FAILED', reason: 'signal', exitCode: null, signal: 9 })).toMatch(/^FAILED \(signal, signal 9\)/);
  });

  test('tells what is known of a run that never ran', () => {
    expect(lastLine({ ...good, status: 'CRASHED', reason: 'start-failed', exitCode: null, metrics: null, phases: {} })).toBe(
      'CRASHED (start-failed)',
    );
  });
});

describe('a table', () => {
  test('has columns as wide as what is seen in them', () => {
    expect(
      table(
        ['NAME', 'N'],
        [
          ['a', '1'],
          ['longer', '2'],
        ],
      ),
    ).toBe('NAME    N\na       1\nlonger  2');
  });

  test('keeps a cell on one line', () => {
    expect(table(['A', 'B'], [['one\ntwo', 'x']]).split('\n')).toHaveLength(2);
  });
});

test('a bar shows a fraction and never leaves its twenty places', () => {
  expect([bar(0), bar(0.5), bar(7)].map((text) => text.slice(0, 22))).toEqual([
    '[....................]',
    '[##########..........]',
    '[####################]',
  ]);
});

test.each([
  ['2026-11-23T05:00:00.000Z', 'Europe/Berlin', 'Mon 2026-11-23 06:00'],
  ['2026-11-23T05:00:00.000Z', 'UTC', 'Mon 2026-11-23 05:00'],
  ['2026-11-22T18:15:07.000Z', 'Asia/Kathmandu', 'Mon 2026-11-23 00:00:07'],
])('%s is shown by the clocks of %s', (instant, zone, text) => {
  expect(zoned(instant, zone)).toBe(text);
});
