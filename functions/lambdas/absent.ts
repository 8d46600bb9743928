import type { Bucket } from '../ports/bucket.ts';
import type { Callbacks } from '../ports/callbacks.ts';
import type { Identity } from '../ports/identity.ts';
import type { Launcher } from '../ports/launcher.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Table } from '../ports/table.ts';
import type { Timer } from '../ports/timer.ts';
import type { Topic } from '../ports/topic.ts';
import type { Workflow } from '../ports/workflow.ts';

/** What a function was not given: it has neither the right nor the client, and whoever asks for it all the same hears so. */
export function refuse(what: string) {
  return async (): Promise<never> =>
    Promise.reject(new Error(`This function was given no ${what}; functions/lambdas says what each is given.`));
}

const table = refuse('Table');
const bucket = refuse('Bucket');
const launcher = refuse('Launcher');
const workflow = refuse('Workflow');
const callbacks = refuse('Callbacks');
const secrets = refuse('Secrets');
const timer = refuse('Timer');
const topic = refuse('Topic');

export const noTable: Table = { get: table, put: table, remove: table, query: table, transact: table };
export const noBucket: Bucket = {
  put: bucket,
  get: bucket,
  read: bucket,
  size: bucket,
  list: bucket,
  remove: bucket,
  removeAll: bucket,
  grantDownload: bucket,
  grantUpload: bucket,
  grantUploads: bucket,
};
export const noIdentity: Identity = { actorOf: refuse('Identity') };
export const noScanner: Scanner = { scan: refuse('Scanner') };
export const noLauncher: Launcher = { launch: launcher, stop: launcher, look: launcher, living: launcher };
export const noWorkflow: Workflow = { start: workflow, stop: workflow };
export const noCallbacks: Callbacks = { succeed: callbacks, fail: callbacks, beat: callbacks };
export const noTimer: Timer = { keep: timer, forget: timer, kept: timer };
export const noTopic: Topic = { subscribe: topic, look: topic, unsubscribe: topic, publish: topic };
export const noSecrets: Secrets = { put: secrets, get: secrets, remove: secrets, list: secrets };
/** Telling a figure never fails. */
export const noMetrics: Metrics = { count: () => undefined, measure: () => undefined };
