import type { Config } from './config.ts';
import type { Alerts } from './constructs/alerts.ts';
import type { Api } from './constructs/api.ts';
import type { Functions } from './constructs/functions.ts';
import type { Identity } from './constructs/identity.ts';
import type { Grant } from './constructs/runlet-function.ts';
import type { Sandbox } from './constructs/sandbox.ts';
import type { Scanner } from './constructs/scanner.ts';
import type { Schedules } from './constructs/schedules.ts';
import type { Storage } from './constructs/storage.ts';
import type { Undelivered } from './constructs/undelivered.ts';
import type { Workflow } from './constructs/workflow.ts';

/** What there is to be permitted. */
export interface Capabilities {
  storage: Storage;
  scanner: Scanner;
  sandbox: Sandbox;
  workflow: Workflow;
  identity: Identity;
  api: Api;
  schedules: Schedules;
  alerts: Alerts;
  undelivered: Undelivered;
}

/** Which function may do what, all of it: what is not here is not allowed. docs/security.md says the same in words. */
export function permit(functions: Functions, has: Capabilities, { warmPool }: Pick<Config, 'warmPool'>): void {
  permitApi(functions, has);
  permitRuns(functions, has);
  permitSchedules(functions, has);
  if (warmPool > 0) permitPool(functions, has);
}

/** Reading and keeping the code of scripts. */
function codeOf({ scanner, storage }: Capabilities): Grant[] {
  const scan = [scanner.scan, storage.objects('scans', 'read', 'write', 'remove')];
  return [storage.objects('code', 'read', 'write'), storage.objects('uploads', 'read'), ...scan];
}

/** Starting runs, and canceling them. */
function startOf(has: Capabilities): Grant[] {
  const { storage, workflow, sandbox } = has;
  return [...codeOf(has), storage.objects('runs', 'read', 'write'), workflow.start, workflow.answer, sandbox.stop];
}

/** Sending messages, whose links lead to the API, to addresses whose owners have agreed. */
function mailOf({ alerts, api }: Capabilities): Grant[] {
  return [alerts.publish, alerts.ask, api.reach];
}

/** What people and programs call. */
function permitApi(functions: Functions, has: Capabilities): void {
  const { storage, identity } = has;
  const { rows, rowsAndTokens, tokensByKey } = storage;
  const [code, start] = [codeOf(has), startOf(has)];

  functions.permit('authorizer', tokensByKey, identity.check);
  functions.permit('runs', rows, ...start);
  functions.permit('python', rows, ...start);
  functions.permit('scripts', rows, ...code);
  functions.permit('versions', rows, ...code);
  functions.permit('uploads', rows, storage.objects('uploads', 'read', 'write'));
  functions.permit('tokens', rowsAndTokens);
  // `templates` and `system` answer out of what is packed with them.
}

/** What carries runs from admitted to ended. */
function permitRuns(functions: Functions, has: Capabilities): void {
  const { storage, sandbox, workflow, api } = has;
  const { rows } = storage;
  const end = [rows, storage.objects('runs', 'read', 'write', 'remove'), sandbox.stop, sandbox.list, workflow.start, workflow.answer];

  functions.permit('launch', rows, sandbox.launch, sandbox.stop, workflow.answer, api.reach);
  functions.permit('run', rows, workflow.answer);
  // An address that is handed out can do what the function that signed it may: input files lie where they were uploaded.
  const handedOut = [storage.objects('code', 'read'), storage.objects('uploads', 'read'), storage.objects('runs', 'read', 'write')];
  functions.permit('runner', rows, ...handedOut, workflow.answer);
  functions.permit('finish', ...end, ...mailOf(has));
  functions.permit('admit', rows, workflow.start);
  functions.permit('task-stopped', ...end);
  functions.permit('execution-ended', ...end, ...mailOf(has));
  // Sandboxes that waited are ended by it after the knob was turned back, too.
  functions.permit('sweep', ...end, ...startOf(has), ...mailOf(has), has.schedules.keep, storage.objects('pool', 'remove'));
}

/** What keeps schedules and calls at their due times, and who hears of them. */
function permitSchedules(functions: Functions, has: Capabilities): void {
  const { storage, schedules, alerts, undelivered } = has;
  const { rows } = storage;
  functions.permit('schedules', rows, ...startOf(has), schedules.keep);
  functions.permit('subscriptions', rows, alerts.subscribe, alerts.ask, undelivered.name);
  functions.permit('fire', rows, ...startOf(has), schedules.forget);
  // Slots before the one that was not delivered get their rows first, and may be run.
  functions.permit('undelivered', rows, ...startOf(has));
}

/** Sandboxes that wait: the sweeper keeps their number, `launch` hands jobs to them, `runner` tells them where to look. One that was used `launch` replaces at once. */
function permitPool(functions: Functions, { storage, sandbox, api }: Capabilities): void {
  functions.permit('launch', storage.objects('pool', 'read', 'write', 'remove'));
  functions.permit('runner', storage.objects('pool', 'read'));
  for (const name of ['finish', 'task-stopped', 'execution-ended'] as const) functions.permit(name, storage.objects('pool', 'remove'));
  functions.permit('sweep', storage.objects('pool', 'read', 'write', 'remove'), sandbox.launch, api.reach);
}
