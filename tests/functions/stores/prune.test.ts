import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { encodeTime } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import { prune } from '../../../functions/stores/prune.ts';
import { createRuns } from '../../../functions/stores/runs/index.ts';
import type { Runs } from '../../../functions/stores/runs/index.ts';
import { runRow } from '../../../functions/stores/runs/record.ts';
import { createSerial } from '../../../functions/stores/serial.ts';
import { createUploads } from '../../../functions/stores/uploads.ts';
import { createDirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import { createPulse } from '../../../local/pulse.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import type { SqliteTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { newRun } from './runs/given-runs.ts';

const dayMs = 24 * 3600 * 1000;
const retentionDays = 7;
const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
const never = new AbortController().signal;

let folder: string;
let table: SqliteTable;
let bucket: Bucket;
let runs: Runs;

beforeEach(() => {
  folder = temporaryFolder('prune');
  table = openTable(join(folder, 'runlet.db'));
  bucket = createDirectoryBucket({ root: join(folder, 'blobs'), dataDir: folder, origin: () => 'http://127.0.0.1' });
  const shared = { table, bucket, pulse: createPulse(), admits: () => true, maxRuns: 1, owner: 'own_1', serial: createSerial() };
  runs = createRuns({ ...shared, retentionDays, now: () => now });
});
afterEach(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

const pruned = (days: number | null = retentionDays) => prune({ table, bucket, now: () => now, retentionDays: days }, never);
const keysOf = async (prefix = '') => (await bucket.list(prefix, { limit: 1000 })).map(({ key }) => key);

let count = 0;
const idAt = (kind: string, at: Date) => `${kind}_${encodeTime(at.getTime(), 10)}${String(count++).padStart(16, '0')}`;

interface Life {
  created: number;
  /** Null while it runs. */
  ended: number | null;
  /** Whether the retention was set when it ended. */
  marked?: boolean;
}

/** A run made and ended so many days ago, with a log and an artifact. */
async function givenRun({ created, ended, marked = true }: Life): Promise<string> {
  const id = idAt('run', daysAgo(created));
  const endedAt = ended === null ? null : daysAgo(ended).toISOString();
  const record = newRun({ id, status: ended === null ? 'RUNNING' : 'SUCCEEDED', createdAt: daysAgo(created).toISOString(), endedAt });
  await table.put(runRow(record, marked ? retentionDays : null), { kind: 'none' });
  await table.put({ pk: `RUN#${id}`, sk: 'ATT#1', body: {} }, { kind: 'none' });
  for (const name of ['log/000000000000.bin', 'artifacts/a/b.txt']) await bucket.put(`runs/${id}/${name}`, Buffer.from(id));
  return id;
}

test('a run that ended before the retention goes whole, one that ended within it stays whole', async () => {
  const [old, kept] = [await givenRun({ created: 9, ended: 8 }), await givenRun({ created: 9, ended: 6 })];
  expect(await pruned()).toMatchObject({ runs: 1, strays: 0 });
  expect(await keysOf('runs/')).toEqual([`runs/${kept}/artifacts/a/b.txt`, `runs/${kept}/log/000000000000.bin`]);
  expect((await table.query({ pk: `RUN#${old}`, limit: 9 })).rows).toEqual([]);
  expect((await table.query({ pk: `RUN#${kept}`, limit: 9 })).rows).toHaveLength(2);
});

test('without a retention nothing goes', async () => {
  await givenRun({ created: 900, ended: 899, marked: false });
  expect(await pruned(null)).toEqual({ runs: 0, strays: 0, uploads: 0 });
  expect(await keysOf('runs/')).toHaveLength(2);
});

test('what a run left goes also when the table removed its row first', async () => {
  const id = await givenRun({ created: 9, ended: 8 });
  await table.remove({ pk: `RUN#${id}`, sk: 'META' }, { kind: 'none' });
  await bucket.put(`runs/${idAt('run', daysAgo(1))}/input.json`, Buffer.from('of a run that is being made'));
  expect(await pruned()).toMatchObject({ runs: 0, strays: 1 });
  expect(await keysOf('runs/')).toHaveLength(1);
});

test('a run past its time is gone for whoever asks, though its row still stands', async () => {
  const [old, unmarked, kept] = [
    await givenRun({ created: 9, ended: 8 }),
    await givenRun({ created: 9, ended: 8, marked: false }),
    await givenRun({ created: 9, ended: 6 }),
  ];
  for (const id of [old, unmarked]) {
    await expect(runs.record(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(runs.cancel(id, null)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect((await runs.list({})).items.map(({ id }) => id)).toEqual([kept]);
  expect((await runs.list({ status: 'SUCCEEDED', limit: 1 })).items.map(({ id }) => id)).toEqual([kept]);
});

test('the row of a run that ends says when it may go, and not before it ends', async () => {
  const { record } = await runs.create(newRun(), null, []);
  expect((await table.get({ pk: `RUN#${record.id}`, sk: 'META' }))?.expiresAt).toBeUndefined();
  await runs.endWithoutReport(record.id, { kind: 'lost' });
  const expected = Math.ceil((now.getTime() + retentionDays * dayMs) / 1000);
  expect((await table.get({ pk: `RUN#${record.id}`, sk: 'META' }))?.expiresAt).toBe(expected);
});

test('an upload goes with its row once no run that is kept can need it', async () => {
  const uploads = createUploads({ table, bucket, retentionDays });
  const { uploadId } = await uploads.create('data.csv');
  const [old, fading] = [idAt('upl', daysAgo(11)), idAt('upl', daysAgo(9))];
  for (const id of [uploadId, old, fading]) await bucket.put(`uploads/${id}`, Buffer.from('x'));
  expect(await pruned()).toMatchObject({ uploads: 1 });
  expect(await keysOf('uploads/')).toEqual([`uploads/${fading}`, `uploads/${uploadId}`]);
  expect((await table.get({ pk: `UPL#${uploadId}`, sk: 'META' }))?.expiresAt).toBeGreaterThan(now.getTime() / 1000 + 6 * 24 * 3600);
});

test('it stops when it is told to', async () => {
  await givenRun({ created: 9, ended: 8 });
  expect(await prune({ table, bucket, now: () => now, retentionDays }, AbortSignal.abort())).toEqual({ runs: 0, strays: 0, uploads: 0 });
});

test('whatever is there, only what ended before the retention goes, and scripts with their code never', async () => {
  const life = fc
    .record({ created: fc.integer({ min: 0, max: 20 }), lasted: fc.integer({ min: 0, max: 3 }), lives: fc.boolean(), marked: fc.boolean() })
    .map(({ created, lasted, lives, marked }) => ({ created, ended: lives ? null : Math.max(0, created - lasted), marked }));
  await bucket.put('code/0123', Buffer.from('shared by versions'));
  await table.put({ pk: 'CODE#0123', sk: 'META', body: {} }, { kind: 'none' });
  await table.put({ pk: 'SCR#scr_1', sk: 'V#000001', body: {} }, { kind: 'none' });
  await fc.assert(
    fc.asyncProperty(fc.array(life, { maxLength: 8 }), async (lives) => {
      const given = [];
      for (const one of lives) given.push({ ...one, id: await givenRun(one) });
      await pruned();
      const kept = given.filter(({ ended }) => ended === null || ended < retentionDays).map(({ id }) => id);
      const left = new Set((await keysOf('runs/')).map((key) => key.split('/')[1]));
      expect(given.filter(({ id }) => left.has(id)).map(({ id }) => id)).toEqual(kept);
      for (const id of kept) expect((await table.query({ pk: `RUN#${id}`, limit: 9 })).rows).toHaveLength(2);
    }),
    { numRuns: 40 },
  );
  expect(await keysOf('code/')).toEqual(['code/0123']);
  expect([await table.get({ pk: 'CODE#0123', sk: 'META' }), await table.get({ pk: 'SCR#scr_1', sk: 'V#000001' })]).not.toContain(null);
});
