import type { SandboxSize } from '../../../core/sandbox.ts';
import type { Limits } from '../../../core/schemas/limits.ts';
import type { Bucket } from '../../ports/bucket.ts';
import type { Pulse } from '../../ports/pulse.ts';
import type { Table } from '../../ports/table.ts';
import type { Log } from '../readable.ts';

/** What the runs' operations share. */
export interface RunsContext {
  table: Table;
  bucket: Bucket;
  pulse: Pulse;
  /** Who carries the runs that are admitted here; recovery asks whether that one still lives. */
  owner: string;
  maxRuns: number;
  /** Runs that may be started a second, over all processes and on average over a few seconds; unbounded unless said otherwise. */
  startsPerSec?: number | null;
  /** The sizes of sandboxes, where they come in sizes. */
  sizeOf?: (limits: Limits, cpu: number | null) => SandboxSize;
  /** Days for which ended runs are kept; null or nothing keeps them. */
  retentionDays?: number | null;
  /** False where runs are only recorded and another process is to start them, and while this one closes. */
  admits: () => boolean;
  serial: <T>(task: () => Promise<T>) => Promise<T>;
  now: () => Date;
  /** Draws a number from 0 to below 1; chance itself unless a test says otherwise. */
  random?: () => number;
  /** Tells the operator of rows that cannot be read. */
  log?: Log | undefined;
}
