import { encodeTime } from 'ulid';
import { idPattern, idPrefixes } from '../../core/ids.ts';
import type { IdKind } from '../../core/ids.ts';
import { daysBefore, objectDays } from '../../core/retention.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { Table } from '../ports/table.ts';
import { isExpired } from './runs/expired.ts';
import { runKey, runPrefix, runsPrefix } from './runs/record.ts';
import { uploadKey, uploadsPrefix } from './uploads.ts';

interface PruneContext {
  table: Table;
  bucket: Bucket;
  now: () => Date;
  retentionDays?: number | null;
}

/** How many were removed. `strays`: folders of runs without a row, which a fault left or whose row the table removed by itself. */
export interface Pruned {
  runs: number;
  strays: number;
  uploads: number;
}

/**
 * Removes runs that ended longer ago than the retention says, with all they left, and uploads older than any run can need. Nothing younger,
 * no script, no version and no code. For editions whose table and bucket do not do so by themselves; it may break off at any point, and the
 * next call goes on. @param signal ends it early.
 */
export async function prune(context: PruneContext, signal: AbortSignal): Promise<Pruned> {
  const { retentionDays = null } = context;
  if (retentionDays === null) return { runs: 0, strays: 0, uploads: 0 };
  const oldest = firstIdAfter('run', daysBefore(context.now(), retentionDays));
  return {
    runs: await pruneRuns(context, oldest, signal),
    strays: await pruneStrays(context, oldest, signal),
    uploads: await pruneUploads(context, firstIdAfter('upload', daysBefore(context.now(), objectDays(retentionDays))), signal),
  };
}

/** No run that was made later can have ended before. An index may tell what was, so each run is looked at again. */
async function pruneRuns(context: PruneContext, below: string, signal: AbortSignal): Promise<number> {
  const { table } = context;
  let pruned = 0;
  for (let cursor: string | null | undefined; cursor !== null && !signal.aborted;) {
    const page = await table.query({ index: 'runs', pk: 'RUNS', below, limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    for (const { pk } of page.rows) {
      const row = await table.get({ pk, sk: runKey('').sk });
      if (signal.aborted || row === null || !isExpired(context, row)) continue;
      await removeRun(context, pk);
      pruned++;
    }
    cursor = page.cursor;
  }
  return pruned;
}

/** What it left goes first: as long as its row stands the next call finds it again. */
async function removeRun({ table, bucket }: PruneContext, pk: string): Promise<void> {
  await bucket.removeAll(runPrefix(pk.slice(runKey('').pk.length)));
  const { rows } = await table.query({ pk, limit: 100 });
  await table.transact(rows.map(({ sk }) => ({ kind: 'remove', key: { pk, sk }, condition: { kind: 'none' } })));
}

async function pruneStrays(context: PruneContext, below: string, signal: AbortSignal): Promise<number> {
  let pruned = 0;
  for await (const id of idsIn(context.bucket, runsPrefix, 'run', below)) {
    if (signal.aborted) break;
    if (await context.table.get(runKey(id))) continue;
    await context.bucket.removeAll(runPrefix(id));
    pruned++;
  }
  return pruned;
}

async function pruneUploads({ table, bucket }: PruneContext, below: string, signal: AbortSignal): Promise<number> {
  let pruned = 0;
  for await (const id of idsIn(bucket, uploadsPrefix, 'upload', below)) {
    if (signal.aborted) break;
    await bucket.remove(uploadsPrefix + id);
    await table.remove(uploadKey(id), { kind: 'none' });
    pruned++;
  }
  return pruned;
}

/** The ids of a kind that stand behind the prefix and are less than another, each once, in their order, which is that of time. */
async function* idsIn(bucket: Bucket, prefix: string, kind: IdKind, below: string): AsyncGenerator<string> {
  const pattern = idPattern(kind);
  let last = '';
  for (let after: string | undefined; ;) {
    const page = await bucket.list(prefix, { limit: 1000, after });
    for (const { key } of page) {
      const [id = ''] = key.slice(prefix.length).split('/', 1);
      if (id >= below) return;
      if (id !== last && pattern.test(id)) yield id;
      last = id;
    }
    after = page.at(-1)?.key;
    if (page.length < 1000) return;
  }
}

/** How the ids begin that are made a millisecond later. */
function firstIdAfter(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${encodeTime(Math.max(0, at.getTime() + 1), 10)}`;
}
