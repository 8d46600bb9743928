import type { Report } from '../../../core/schemas/report.ts';
import { faultOfKey } from '../../ports/bucket-key.ts';
import type { Bucket } from '../../ports/bucket.ts';
import { logPrefix, pairKey, recordBytes } from '../logs/records.ts';
import { attemptFolder, attemptPrefix } from './record.ts';
import type { RunRecord } from './record.ts';
import { fitting, room } from './room.ts';

/** What a run may keep of what lies in the bucket. */
export interface Audited {
  /** Those of the report's artifacts that are there as it says, within the run's limits. */
  artifacts: Report['artifacts'];
  /** Files that were removed, or that the report names and that are not there. */
  dropped: number;
  /** Bytes of log that were removed. */
  logDroppedBytes: number;
}

/** Runlet's own notes may stand in the log beside the script's output. */
const notesBytes = 64 * 1024;

/**
 * Holds what lies in the bucket against the report and the run's limits, once nobody writes there any more: a grant bounds each object,
 * not their number nor their sum. What is over the limits, what the report does not name, or what no row has room to name, is removed.
 */
export async function auditArtifacts(bucket: Bucket, record: RunRecord, report: Report): Promise<Audited> {
  // One list for both: it costs as much as a put.
  const there = await sizesBelow(bucket, attemptPrefix(record));
  const kept = await auditFiles(bucket, record, { report, there });
  return { ...kept, logDroppedBytes: await auditLog(bucket, record, there) };
}

type Sizes = Map<string, number>;

async function auditFiles(
  bucket: Bucket,
  record: RunRecord,
  { report, there: all }: { report: Report; there: Sizes },
): Promise<Pick<Audited, 'artifacts' | 'dropped'>> {
  const { limits } = record;
  const prefix = `${attemptPrefix(record)}artifacts/`;
  const there = startingWith(all, prefix);
  const artifacts: Report['artifacts'] = [];
  let bytes = 0;
  let missing = 0;
  for (const one of fitting(report.artifacts, room.artifacts)) {
    const key = prefix + one.name;
    const fits = artifacts.length < limits.artifacts && bytes + one.bytes <= limits.artifactBytes;
    if (!there.has(key)) missing++;
    if (!fits || there.get(key) !== one.bytes || faultOfKey(key) !== null) continue;
    there.delete(key);
    artifacts.push(one);
    bytes += one.bytes;
  }
  for (const key of there.keys()) await bucket.remove(key);
  return { artifacts, dropped: there.size + missing };
}

/** Keeps the pairs of files of the log from its beginning while they fit, as whoever reads it goes through them. */
async function auditLog(bucket: Bucket, record: RunRecord, all: Sizes): Promise<number> {
  const folder = attemptFolder(record);
  const there = startingWith(all, logPrefix(folder));
  let room = record.limits.outputBytes + notesBytes;
  for (const [key, bytes] of there) {
    const first = Number(key.slice(logPrefix(folder).length, -'.bin'.length));
    const [bin, idx] = [pairKey(folder, first, 'bin'), pairKey(folder, first, 'idx')];
    // A read brings at least one byte, and the record of the last one may have come without it.
    if (key !== bin || bytes > room || (there.get(idx) ?? 0) > recordBytes * (bytes + 1)) continue;
    room -= bytes;
    there.delete(bin);
    there.delete(idx);
  }
  let dropped = 0;
  for (const [key, bytes] of there) {
    await bucket.remove(key);
    dropped += bytes;
  }
  return dropped;
}

function startingWith(all: Sizes, prefix: string): Sizes {
  return new Map([...all].filter(([key]) => key.startsWith(prefix)));
}

async function sizesBelow(bucket: Bucket, prefix: string): Promise<Sizes> {
  const found: Sizes = new Map();
  for (let after: string | undefined; ;) {
    const page = await bucket.list(prefix, { after, limit: 1000 });
    for (const { key, bytes } of page) found.set(key, bytes);
    after = page.at(-1)?.key;
    if (page.length < 1000) return found;
  }
}
