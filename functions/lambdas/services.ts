import { join } from 'node:path';
import { sandboxSize } from '../../core/sandbox.ts';
import { pollingPulse } from '../aws/pulse/polling-pulse.ts';
import type { Config } from '../config.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { Callbacks } from '../ports/callbacks.ts';
import type { Launcher } from '../ports/launcher.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { Table } from '../ports/table.ts';
import type { Timer } from '../ports/timer.ts';
import type { Topic } from '../ports/topic.ts';
import type { Workflow } from '../ports/workflow.ts';
import type { Services, Settings } from '../services.ts';
import { createStores } from '../stores/index.ts';
import type { Stores } from '../stores/index.ts';
import {
  noBucket,
  noCallbacks,
  noIdentity,
  noLauncher,
  noMetrics,
  noScanner,
  noSecrets,
  noTable,
  noTimer,
  noTopic,
  noWorkflow,
} from './absent.ts';

/** What every function is told. */
export const commonSettings = ['stack', 'version', 'maxRuns', 'retentionDays', 'endpoint', 'tracing'] as const;
export type CommonConfig = Config<(typeof commonSettings)[number]>;

/** What a function is given: it has the client and the right for each, and for no other. */
export interface Given {
  table?: Table;
  bucket?: Bucket;
  scanner?: Scanner;
  launcher?: Launcher;
  callbacks?: Callbacks;
  metrics?: Metrics;
  timer?: Timer;
  topic?: Topic;
  /** Address of the API, for links in messages. */
  apiUrl?: string;
  workflow?: (parts: { stores: Stores; launcher: Launcher; callbacks: Callbacks }) => Workflow;
}

/** Makes the services of a function out of what it is given. Nothing is opened yet: a client is loaded with its first use. */
export function createServices(config: CommonConfig, log: Settings['log'], given: Given): Services {
  const { table = noTable, bucket = noBucket, scanner = noScanner, launcher = noLauncher, callbacks = noCallbacks } = given;
  const { maxRuns, retentionDays } = config;
  const stores = createStores({
    table,
    bucket,
    scanner,
    pulse: pollingPulse,
    // No process owns a run here: the state machine carries all of them.
    owner: 'state-machine',
    maxRuns,
    // AWS docs, "Request throttling for ECS": so many tasks may start a second for long.
    startsPerSec: 20,
    sizeOf: sandboxSize,
    admits: () => true,
    now: () => new Date(),
    retentionDays,
    log,
  });
  const workflow = given.workflow?.({ stores, launcher, callbacks }) ?? noWorkflow;
  const { metrics = noMetrics, timer = noTimer, topic = noTopic, apiUrl = null } = given;
  const settings = { ...settingsOf(config, log), publicUrl: () => apiUrl };
  const ports = {
    identity: noIdentity,
    table,
    bucket,
    scanner,
    launcher,
    callbacks,
    timer,
    topic,
    pulse: pollingPulse,
    metrics,
    secrets: noSecrets,
  };
  return { ...ports, stores, workflow, settings };
}

function settingsOf({ version, maxRuns, retentionDays }: CommonConfig, log: Settings['log']): Omit<Settings, 'publicUrl'> {
  return {
    version,
    maxRuns,
    retentionDays,
    log,
    // Packed beside the code of the one function that reads them.
    templatesDir: join(import.meta.dirname, 'templates'),
    queueTimeoutSec: 24 * 3600,
    // Lambda streams the first 6 MB at full speed and the rest at 2 MB/s, and is paid for all the while.
    answerBytes: 5 * 1024 * 1024,
    // A closed browser can leave a function running, so no stream goes on for long; readers resume by Last-Event-ID.
    streamSec: 60,
    billed: true,
  };
}
