import { mkdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { operations } from '../functions/api/operations.ts';
import { createApp } from '../functions/doors/app.ts';
import type { App } from '../functions/doors/app.ts';
import type { Metrics } from '../functions/ports/metrics.ts';
import type { Services, Settings } from '../functions/services.ts';
import { createStores } from '../functions/stores/index.ts';
import { createDirectoryBucket } from './bucket/directory-bucket.ts';
import type { DirectoryBucket } from './bucket/directory-bucket.ts';
import { localAlerts } from './alerts.ts';
import { localCallbacks } from './callbacks.ts';
import { createFront } from './http/front.ts';
import { createLocalIdentity } from './identity.ts';
import { createLauncher } from './launcher/launcher.ts';
import type { LocalLauncher } from './launcher/launcher.ts';
import { claim } from './ownership.ts';
import { dataPaths, packageFile, runnerDir, templatesDir } from './paths.ts';
import { createPulse } from './pulse.ts';
import { choosePython } from './python/choose.ts';
import { sandboxRoot, sweepSandboxRoots } from './sandbox-root.ts';
import { createScanner } from './scanner.ts';
import { createSealedSecrets } from './secrets/sealed-secrets.ts';
import { openTable } from './table/sqlite-table.ts';
import { createLocalTimer } from './timer/timer.ts';
import { createOutbox } from './topic/outbox.ts';
import { keepWatch } from './watch.ts';
import { createWorkflow } from './workflow.ts';
import type { LocalWorkflow } from './workflow.ts';

export interface EditionOptions {
  /** Made when it is not there, with mode 0700. */
  dataDir: string;
  /** False records runs without starting any. */
  admit?: boolean;
  /** Takes over queued runs whose process is gone: for processes that stay. */
  adopt?: boolean;
  /** Days for which ended runs and uploads are kept; null or nothing keeps them. Processes that stay remove what is older. */
  retentionDays?: number | null;
  /** Runs at once; twice the processors, at least 4, unless said otherwise. */
  maxRuns?: number;
  /** Interpreter for runner and sandboxes; chosen from this machine's unless given. */
  python?: string;
  log?: Settings['log'];
  /** Takes the operator's figures; nobody does unless said otherwise. */
  metrics?: Metrics;
}

/** The local edition within this process. */
export interface LocalEdition {
  api: App;
  /** The API and granted addresses in memory; `token` is a credential that only this process knows. */
  fetch: App;
  token: string;
  services: Services;
  bucket: DirectoryBucket;
  launcher: LocalLauncher;
  workflow: LocalWorkflow;
  /** Says by which address grants are reached, once a server listens. */
  reachedAt(origin: string): void;
  /** Ends what runs, as lost, and starts nothing more; requests are answered still, so that those who follow a run hear of its end. */
  stop(): Promise<void>;
  /** Ends sandboxes, runner and scanner, and gives the data folder back. What ran ends as lost; what waited goes on waiting for another process. */
  close(): Promise<void>;
}

const silent: Metrics = { count: () => {}, measure: () => {} };

/** Opens the local edition on a data folder: no server, no Docker, no account. */
export async function createLocalEdition(options: EditionOptions): Promise<LocalEdition> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const owner = claim(options.dataDir);
  const now = { origin: 'http://127.0.0.1', admits: options.admit ?? true };
  const { services, ...parts } = openServices(options, owner.id, now);
  const { dataDir, adopt: adopts = false } = options;
  const stop = async () => {
    now.admits = false;
    await parts.launcher.close();
    await parts.workflow.settled();
  };
  const close = async () => {
    await Promise.all([stop(), parts.scanner.close()]);
    await parts.workflow.settled();
    parts.table.close();
    sweepSandboxRoots(owner.id);
    owner.release();
  };
  const watching = keepWatch({ ...parts, services, dataDir, adopts, onOwnerGone: sweepSandboxRoots });
  const watch = await watching.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const api = createApp(operations, services);
  return {
    ...parts,
    api,
    fetch: createFront({ api, serveGrant: (request) => parts.bucket.serveGrant(request) }),
    token: parts.identity.grantLocal(),
    services,
    reachedAt: (origin) => {
      now.origin = origin;
    },
    stop,
    close: async () => {
      await watch.stop();
      await close();
    },
  };
}

/** Opens every adapter. What may fail comes first; then Python is started, because it takes longest to be there. */
function openServices(options: EditionOptions, owner: string, now: { origin: string; admits: boolean }) {
  const { dataDir } = options;
  const paths = dataPaths(dataDir);
  const settings = { ...settingsOf(options), publicUrl: () => now.origin };
  const python = choosePython(options.python).path;
  const table = openTable(paths.table);
  const scanner = createScanner({ python, runnerDir, pycache: paths.pycache });
  const bucket = createDirectoryBucket({ root: paths.blobs, dataDir, origin: () => now.origin, log: settings.log });
  const workflow: LocalWorkflow = createWorkflow(owner, () => services);
  const pathOf = (key: string) => bucket.pathOf(key);
  const launcher = createLauncher({ python, runnerDir, pycache: paths.pycache, root: sandboxRoot(owner), events: workflow, pathOf });
  if (now.admits) {
    launcher.start();
    scanner.start();
  }
  const pulse = createPulse();
  const { metrics = silent } = options;
  const { maxRuns, retentionDays } = settings;
  const limits = { maxRuns, retentionDays, admits: () => now.admits, now: () => new Date() };
  const stores = createStores({ table, bucket, scanner, pulse, owner, ...limits });
  const identity = createLocalIdentity(stores);
  const services: Services = {
    table,
    bucket,
    scanner,
    identity,
    launcher,
    workflow,
    callbacks: localCallbacks,
    alerts: localAlerts,
    timer: createLocalTimer({ fire: async () => {}, log: settings.log }),
    topic: createOutbox(table),
    pulse,
    secrets: createSealedSecrets(dataDir),
    metrics,
    stores,
    settings,
  };
  return { services, scanner, bucket, workflow, launcher, table, identity };
}

function settingsOf(options: EditionOptions): Omit<Settings, 'publicUrl'> {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8')));
  return {
    version,
    templatesDir,
    queueTimeoutSec: 24 * 3600,
    retentionDays: options.retentionDays ?? null,
    streamSec: null,
    maxRuns: options.maxRuns ?? Math.max(4, 2 * navigator.hardwareConcurrency),
    log:
      options.log ??
      ((level, message, facts) => {
        if (level === 'error') process.stderr.write(`${JSON.stringify({ level, message, ...facts })}\n`);
      }),
  };
}
