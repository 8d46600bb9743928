import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Metrics } from '../functions/ports/metrics.ts';
import type { Topic } from '../functions/ports/topic.ts';
import type { Services, Settings } from '../functions/services.ts';
import { createStores } from '../functions/stores/index.ts';
import { createDirectoryBucket } from './bucket/directory-bucket.ts';
import { localCallbacks } from './callbacks.ts';
import { createLocalIdentity } from './identity.ts';
import { createLauncher } from './launcher/launcher.ts';
import { dataPaths, packageFile, runnerDir, templatesDir } from './paths.ts';
import { createPulse } from './pulse.ts';
import { choosePython } from './python/choose.ts';
import { sandboxRoot } from './sandbox-root.ts';
import { createScanner } from './scanner.ts';
import { createScheduling } from './scheduling.ts';
import type { Scheduling } from './scheduling.ts';
import { createSealedSecrets } from './secrets/sealed-secrets.ts';
import { openTable } from './table/sqlite-table.ts';
import { absentTimer } from './timer/absent-timer.ts';
import { absentTopic } from './topic/absent.ts';
import { createOutbox } from './topic/outbox.ts';
import { createSmtpTopic } from './topic/smtp.ts';
import type { SmtpSettings } from './topic/smtp.ts';
import { createWorkflow } from './workflow.ts';
import type { LocalWorkflow } from './workflow.ts';

export interface EditionOptions {
  /** Made when it is not there, with mode 0700. */
  dataDir: string;
  /** False records runs without starting any. */
  admit?: boolean;
  /** Takes over queued runs whose process is gone, hands messages over, and may keep schedules: for the process that serves the folder. */
  adopt?: boolean;
  /** Days for which ended runs and uploads are kept; null or nothing keeps them. Processes that stay remove what is older. */
  retentionDays?: number | null;
  /** Runs at once; twice the processors, at least 4, unless said otherwise. */
  maxRuns?: number;
  /** Interpreter for runner and sandboxes; chosen from this machine's unless given. */
  python?: string;
  /** Where mail is handed over; without it messages lie in the outbox. */
  mail?: SmtpSettings | null;
  /** Address under which people reach this edition, without a slash at its end; the server's own unless said otherwise. */
  publicUrl?: string;
  log?: Settings['log'];
  /** Takes the operator's figures; nobody does unless said otherwise. */
  metrics?: Metrics;
  /** The clock by which stores and timer judge; the machine's unless said otherwise. */
  now?: () => Date;
}

/** What changes while an edition is open. */
export interface Standing {
  /** Where grants are reached. */
  origin: string;
  /** Whether a server listens there. */
  listens: boolean;
  admits: boolean;
}

const silent: Metrics = { count: () => {}, measure: () => {} };

/** Opens every adapter. What may fail comes first; then Python is started, because it takes longest to be there. */
export function openServices(options: EditionOptions, owner: string, standing: Standing) {
  const { dataDir, adopt = false, now = () => new Date() } = options;
  const paths = dataPaths(dataDir);
  const publicUrl = () => options.publicUrl ?? (standing.listens ? standing.origin : null);
  const settings: Settings = { ...settingsOf(options), publicUrl, downUntil: () => scheduling.since() };
  const python = choosePython(options.python).path;
  const table = openTable(paths.table);
  const scanner = createScanner({ python, runnerDir, pycache: paths.pycache });
  const bucket = createDirectoryBucket({ root: paths.blobs, dataDir, origin: () => standing.origin, log: settings.log });
  const workflow: LocalWorkflow = createWorkflow(owner, () => services);
  const pathOf = (key: string) => bucket.pathOf(key);
  const launcher = createLauncher({ python, runnerDir, pycache: paths.pycache, root: sandboxRoot(owner), events: workflow, pathOf });
  if (standing.admits) for (const one of [launcher, scanner]) one.start();
  const pulse = createPulse();
  const limits = { ...settings, admits: () => standing.admits, now };
  const scheduling: Scheduling = createScheduling(() => services, { log: settings.log, now });
  const { topic, closeTopic } = openTopic(options);
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
    timer: adopt ? scheduling.timer : absentTimer,
    topic,
    pulse,
    secrets: createSealedSecrets(dataDir),
    metrics: options.metrics ?? silent,
    stores,
    settings,
  };
  return { services, scanner, bucket, workflow, launcher, table, identity, scheduling, closeTopic };
}

function openTopic({ adopt = false, mail = null }: EditionOptions): { topic: Topic; closeTopic: () => void } {
  if (adopt && mail !== null) {
    const topic = createSmtpTopic(mail);
    return { topic, closeTopic: () => topic.close() };
  }
  return { topic: adopt ? createOutbox() : absentTopic, closeTopic: () => {} };
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
