import type { RunRecord } from '../runs/record.ts';

/** A limit of which a run used most. */
export interface NearLimit {
  /** Name of the limit, as people set it. */
  limit: keyof RunRecord['limits'];
  used: number;
  allowed: number;
  /** Part of what was allowed, from 0.8; above 1 where a limit was passed. */
  share: number;
}

/** From this part of a limit on, people are told before the limit ends a run. */
const near = 0.8;

type Measured = Pick<RunRecord, 'limits' | 'metrics' | 'result' | 'artifacts' | 'startedAt'>;

/** The limits that a run came near to, the nearest first; of those alone for which its record has figures. */
export function nearLimits(record: Measured): NearLimit[] {
  if (record.startedAt === null) return [];
  return used(record)
    .flatMap(([limit, amount]) => {
      const allowed = record.limits[limit];
      return amount === null || allowed <= 0 ? [] : [{ limit, used: amount, allowed, share: amount / allowed }];
    })
    .filter(({ share }) => share >= near)
    .toSorted((one, other) => other.share - one.share);
}

function used({ metrics, result, artifacts }: Measured): [NearLimit['limit'], number | null][] {
  return [
    ['timeoutSec', metrics && metrics.wallMs / 1000],
    // The limit is that of one process and the figure that of all of them: a script of many processes may be told of too early.
    ['cpuSec', metrics && (metrics.cpuUserMs + metrics.cpuSystemMs) / 1000],
    ['memoryMiB', metrics && metrics.peakMemoryMiB],
    ['outputBytes', metrics && metrics.outputBytes],
    ['resultBytes', result && (result.kind === 'bucket' ? result.bytes : Buffer.byteLength(JSON.stringify(result.value)))],
    ['artifacts', artifacts.length],
    ['artifactBytes', artifacts.reduce((sum, { bytes }) => sum + bytes, 0)],
  ];
}
