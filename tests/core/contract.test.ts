import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { job } from '../../core/schemas/job.ts';
import { limits, withDefaults } from '../../core/schemas/limits.ts';
import { report } from '../../core/schemas/report.ts';
import { remoteJob } from '../../core/schemas/runner.ts';

const golden = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '../../core/contract', name), 'utf8'));

test('every golden job fits its schema and comes back unchanged', () => {
  const jobs = z.array(z.unknown()).parse(golden('job.json'));
  expect(z.array(job).parse(jobs)).toEqual(jobs);
});

test('every golden remote job fits its schema and comes back unchanged', () => {
  const jobs = z.array(z.unknown()).parse(golden('remote-job.json'));
  expect(z.array(remoteJob).parse(jobs)).toEqual(jobs);
});

test('every golden report fits its schema and comes back unchanged', () => {
  const reports = z.array(z.unknown()).parse(golden('report.json'));
  expect(z.array(report).parse(reports)).toEqual(reports);
});

test('a job with a field that the contract does not know is refused', () => {
  const [first] = z.array(z.looseObject({})).parse(golden('job.json'));
  expect(job.safeParse({ ...first, surprise: 1 }).success).toBe(false);
});

test('limits that were not set take the defaults of the contract', () => {
  const table = z.record(z.string(), z.object({ default: z.number() })).parse(golden('limits.json'));
  const defaults = Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.default]));
  expect(withDefaults({})).toEqual(defaults);
  expect(withDefaults({ timeoutSec: 7 })).toEqual({ ...defaults, timeoutSec: 7 });
});

test('a limit above its maximum is refused', () => {
  expect(limits.partial().safeParse({ memoryMiB: 10_000_000 }).success).toBe(false);
});
