import type { SandboxSize } from '../../core/sandbox.ts';
import type { Limits } from '../../core/schemas/limits.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { Pulse } from '../ports/pulse.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { Table } from '../ports/table.ts';
import { createAttempts } from './attempts.ts';
import type { Attempts } from './attempts.ts';
import { createCode } from './code.ts';
import type { Code } from './code.ts';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { createLogs } from './logs.ts';
import type { Logs } from './logs.ts';
import { createMessages } from './messages.ts';
import type { Messages } from './messages.ts';
import { prune } from './prune.ts';
import type { Pruned } from './prune.ts';
import type { Log } from './readable.ts';
import { createRuns } from './runs/index.ts';
import type { Runs } from './runs/index.ts';
import { createSchedules } from './schedules.ts';
import type { Schedules } from './schedules.ts';
import { createScripts } from './scripts.ts';
import type { Scripts } from './scripts.ts';
import { createSerial } from './serial.ts';
import { createWarmSlots } from './warm-slots.ts';
import type { WarmSlots } from './warm-slots.ts';
import { createSubscriptions } from './subscriptions.ts';
import type { Subscriptions } from './subscriptions.ts';
import { createTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { createUploads } from './uploads.ts';
import type { Uploads } from './uploads.ts';
import { createVersions } from './versions.ts';
import type { Versions } from './versions.ts';

/** The stores: every rule about stored data, one file per noun. */
export interface Stores {
  attempts: Attempts;
  code: Code;
  ledger: Ledger;
  logs: Logs;
  messages: Messages;
  runs: Runs;
  schedules: Schedules;
  scripts: Scripts;
  warmSlots: WarmSlots;
  subscriptions: Subscriptions;
  tokens: Tokens;
  uploads: Uploads;
  versions: Versions;
  /** Removes what is past the retention. */
  prune: (signal: AbortSignal) => Promise<Pruned>;
  /** The time by which the stores judge. */
  now: () => Date;
}

export interface StoresDeps {
  table: Table;
  bucket: Bucket;
  scanner: Scanner;
  pulse: Pulse;
  /** Who carries the runs that are admitted here. */
  owner: string;
  maxRuns: number;
  /** Runs that may be started a second, over all processes and on average over a few seconds; unbounded unless said otherwise. */
  startsPerSec?: number | null;
  /** The sizes of sandboxes, where they come in sizes; the record of a run shows its own. */
  sizeOf?: (limits: Limits, cpu: number | null) => SandboxSize;
  /** False where runs are only recorded for another process to start, and while this one closes. */
  admits: () => boolean;
  now: () => Date;
  /** Tells the operator of rows that cannot be read; nobody hears of them unless given. */
  log?: Log;
  /** Days for which ended runs are kept; null or nothing keeps them. */
  retentionDays?: number | null;
}

export function createStores(deps: StoresDeps): Stores {
  const uploads = createUploads(deps);
  const scripts = createScripts(deps);
  return {
    attempts: createAttempts({ ...deps, retentionDays: deps.retentionDays ?? null }),
    code: createCode({ ...deps, uploads }),
    ledger: createLedger({ table: deps.table, now: deps.now, log: deps.log, retentionDays: deps.retentionDays ?? null }),
    logs: createLogs(deps),
    messages: createMessages(deps),
    runs: createRuns({ ...deps, serial: createSerial() }),
    schedules: createSchedules(deps),
    scripts,
    warmSlots: createWarmSlots(deps),
    subscriptions: createSubscriptions({ table: deps.table, scripts, now: deps.now }),
    tokens: createTokens(deps),
    uploads,
    versions: createVersions({ table: deps.table, scripts }),
    prune: (signal) => prune(deps, signal),
    now: deps.now,
  };
}
