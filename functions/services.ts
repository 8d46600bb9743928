import type { Bucket } from './ports/bucket.ts';
import type { Callbacks } from './ports/callbacks.ts';
import type { Identity } from './ports/identity.ts';
import type { Launcher } from './ports/launcher.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Pulse } from './ports/pulse.ts';
import type { Scanner } from './ports/scanner.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Table } from './ports/table.ts';
import type { Timer } from './ports/timer.ts';
import type { Topic } from './ports/topic.ts';
import type { Workflow } from './ports/workflow.ts';
import type { Stores } from './stores/index.ts';

/** What an edition gives to the handlers: its adapters, and the stores over them. */
export interface Services {
  table: Table;
  bucket: Bucket;
  scanner: Scanner;
  identity: Identity;
  launcher: Launcher;
  workflow: Workflow;
  callbacks: Callbacks;
  timer: Timer;
  topic: Topic;
  pulse: Pulse;
  secrets: Secrets;
  metrics: Metrics;
  stores: Stores;
  settings: Settings;
}

/** What differs between installations, read once at start. */
export interface Settings {
  version: string;
  /** Runs that may be under way at once. */
  maxRuns: number;
  /** Folder of the starter scripts. */
  templatesDir: string;
  /** How long a run may wait for a place, in seconds. */
  queueTimeoutSec: number;
  /** Answers of more bytes are given as a grant to fetch them from the bucket; nothing where answers may have any size. */
  answerBytes?: number;
  /** The longest that one stream of events goes on, in seconds, before its reader must resume it; null where nothing ends streams. */
  streamSec: number | null;
  /** Days for which ended runs are kept with their logs and artifacts; null keeps them. */
  retentionDays: number | null;
  /** True where runs are paid for by what they use, which estimates then say; nothing where they cost nothing. */
  billed?: boolean;
  /** Until when nobody was there to run what came due: since this process began, or its machine woke up. Null or nothing where somebody always is. */
  downUntil?: () => Date | null;
  /** Address by which people reach this installation, without a slash at its end; messages link to it. Null while there is none. */
  publicUrl: () => string | null;
  /** Writes one line to the operator's log: never a token, an environment or a body. */
  log: (level: 'info' | 'error', message: string, facts: Record<string, string | number>) => void;
}
