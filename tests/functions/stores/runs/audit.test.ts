import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import golden from '../../../../core/contract/report.json' with { type: 'json' };
import { withDefaults } from '../../../../core/schemas/limits.ts';
import { report as reportSchema } from '../../../../core/schemas/report.ts';
import type { Report } from '../../../../core/schemas/report.ts';
import { auditArtifacts } from '../../../../functions/stores/runs/audit.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { createDirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { newRun } from './given-runs.ts';

const folder = temporaryFolder('audit');
const bucket = createDirectoryBucket({ root: join(folder, 'blobs'), dataDir: folder, origin: () => 'http://127.0.0.1' });
afterAll(() => rmSync(folder, { recursive: true }));

const [first] = z.array(reportSchema).parse(golden);

function reportOf(run: RunRecord, files: Record<string, number>): Report {
  if (first === undefined) throw new Error('there is no golden report');
  const artifacts = Object.entries(files).map(([name, bytes]) => ({ name, bytes, sha256: '0'.repeat(64), mime: 'text/plain' }));
  return { ...first, runId: run.id, artifacts };
}

async function givenFiles(run: RunRecord, files: Record<string, number>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) await bucket.put(`runs/${run.id}/${path}`, Buffer.alloc(bytes));
}

const below = async (run: RunRecord) =>
  (await bucket.list(`runs/${run.id}/`, { limit: 1000 })).map(({ key }) => key.slice(`runs/${run.id}/`.length));
const pair = (line: number, bytes: number) => ({
  [`log/${String(line).padStart(12, '0')}.bin`]: bytes,
  [`log/${String(line).padStart(12, '0')}.idx`]: 28,
});
const runWith = (limits: Parameters<typeof withDefaults>[0]) => newRun({ limits: withDefaults(limits) });

test('what the report names and what is there as it says stays', async () => {
  const run = runWith({});
  await givenFiles(run, {
    'artifacts/a.txt': 3,
    'artifacts/b/c.txt': 0,
    'result.json': 2,
    'log/000000000000.bin': 5,
    'log/000000000000.idx': 28,
  });
  const report = reportOf(run, { 'a.txt': 3, 'b/c.txt': 0 });
  expect(await auditArtifacts(bucket, run, report)).toEqual({ artifacts: report.artifacts, dropped: 0, logDroppedBytes: 0 });
  expect(await below(run)).toHaveLength(5);
});

test('what the report does not name, or names otherwise, is removed and told', async () => {
  const run = runWith({});
  await givenFiles(run, { 'artifacts/named': 3, 'artifacts/foreign': 3, 'artifacts/longer': 9, 'artifacts/named.txt': 1 });
  const { artifacts, dropped } = await auditArtifacts(bucket, run, reportOf(run, { named: 3, longer: 3, missing: 1 }));
  expect([artifacts.map(({ name }) => name), dropped]).toEqual([['named'], 4]);
  expect(await below(run)).toEqual(['artifacts/named']);
});

test('files above their number or their bytes in all are removed and told', async () => {
  const files = { a: 4, b: 4, c: 1, d: 1 };
  for (const [limits, names] of [
    [{ artifacts: 2 }, ['a', 'b']],
    [{ artifactBytes: 5 }, ['a', 'c']],
    [{ artifacts: 0 }, []],
  ] as const) {
    const run = runWith(limits);
    await givenFiles(run, Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`artifacts/${name}`, bytes])));
    const { artifacts, dropped } = await auditArtifacts(bucket, run, reportOf(run, files));
    expect([artifacts.map(({ name }) => name), dropped]).toEqual([names, 4 - names.length]);
    expect(await below(run)).toEqual(names.map((name) => `artifacts/${name}`));
  }
});

test('a name that leads out of the run is removed from nowhere else', async () => {
  const [run, other] = [runWith({}), runWith({})];
  await givenFiles(other, { 'artifacts/x': 1 });
  const name = `../../${other.id}/artifacts/x`;
  expect(await auditArtifacts(bucket, run, reportOf(run, { [name]: 1 }))).toMatchObject({ artifacts: [], dropped: 1 });
  expect(await below(other)).toEqual(['artifacts/x']);
});

test('a log above its limit keeps its beginning', async () => {
  const run = runWith({ outputBytes: 100_000 });
  await givenFiles(run, { ...pair(0, 90_000), ...pair(10, 70_000), ...pair(20, 90_000), 'log/strange': 7, 'log/000000000030.idx': 280 });
  const { logDroppedBytes } = await auditArtifacts(bucket, run, reportOf(run, {}));
  expect(await below(run)).toEqual(Object.keys({ ...pair(0, 0), ...pair(10, 0) }));
  expect(logDroppedBytes).toBe(90_000 + 28 + 7 + 280);
});

test('an index cannot be larger than its bytes can need', async () => {
  const run = runWith({});
  await givenFiles(run, { 'log/000000000000.bin': 10, 'log/000000000000.idx': 28 * 12 });
  expect(await auditArtifacts(bucket, run, reportOf(run, {}))).toMatchObject({ logDroppedBytes: 10 + 28 * 12 });
});

test('afterwards no more lies there than the limits allow, whatever lay there', async () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-d]{1,2}$/), fc.integer({ min: 0, max: 20 }), { maxKeys: 6 });
  const limits = fc.record({ artifacts: fc.integer({ min: 0, max: 4 }), artifactBytes: fc.integer({ min: 0, max: 40 }) });
  await fc.assert(
    fc.asyncProperty(files, files, limits, async (there, named, wanted) => {
      const run = runWith(wanted);
      await givenFiles(run, Object.fromEntries(Object.entries(there).map(([name, bytes]) => [`artifacts/${name}`, bytes])));
      const { artifacts } = await auditArtifacts(bucket, run, reportOf(run, named));
      expect(await below(run)).toEqual(artifacts.map(({ name }) => `artifacts/${name}`).toSorted());
      expect(artifacts.length).toBeLessThanOrEqual(wanted.artifacts);
      expect(artifacts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(wanted.artifactBytes);
      for (const { name, bytes } of artifacts) expect([there[name], named[name]]).toEqual([bytes, bytes]);
    }),
    { numRuns: 40 },
  );
});
