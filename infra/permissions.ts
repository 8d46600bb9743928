import { indexNames } from '../core/table-schema.ts';
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

/** Having the scanner read code. */
function scanOf({ scanner, storage }: Capabilities): Grant[] {
  return [scanner.scan, storage.objects('scans', 'read', 'write', 'remove')];
}

/** Reading and keeping the code of scripts. */
function codeOf(has: Capabilities): Grant[] {
  return [has.storage.objects('code', 'read', 'write'), has.storage.objects('uploads', 'read'), ...scanOf(has)];
}

/** Starting runs of whatever a person sends. */
function startOf(has: Capabilities): Grant[] {
  return [...codeOf(has), has.storage.objects('runs', 'read', 'write'), has.workflow.start, has.api.reach];
}

/** Starting runs of saved scripts at their due times, and canceling those that they replace. */
function slotsOf(has: Capabilities): Grant[] {
  const { storage, workflow, api } = has;
  return [storage.objects('code', 'read'), storage.objects('runs', 'write'), ...scanOf(has), workflow.start, api.reach, ...cancelOf(has)];
}

/** Canceling runs that no runner has claimed, or whose sandbox is to end. */
function cancelOf({ workflow, sandbox }: Capabilities): Grant[] {
  return [workflow.fail, sandbox.stop];
}

/** Sending messages, whose links lead to the API, to addresses whose owners have agreed. */
function mailOf({ alerts, api }: Capabilities): Grant[] {
  return [alerts.publish, alerts.ask, api.reach];
}

/** What people and programs call. */
function permitApi(functions: Functions, has: Capabilities): void {
  const { storage, identity } = has;
  const { rowsAndTokens, tokensByKey } = storage;
  const code = codeOf(has);
  // Whatever answers a POST also forgets the key of one that failed.
  const rows = storage.rows({ remove: true });

  functions.permit('authorizer', tokensByKey, identity.check);
  functions.permit('runs', storage.rows({ remove: true, check: true, lists: indexNames }), ...startOf(has), ...cancelOf(has));
  functions.permit('python', rows, ...startOf(has));
  functions.permit('scripts', rows, ...code);
  functions.permit('versions', rows, ...code);
  functions.permit('uploads', rows, storage.objects('uploads', 'read', 'write'));
  functions.permit('tokens', rowsAndTokens);
  // `templates` and `system` answer out of what is packed with them.
}

/** What carries runs from admitted to ended. */
function permitRuns(functions: Functions, has: Capabilities): void {
  const { storage, sandbox, workflow, api } = has;
  const rows = storage.rows();
  const sandboxes = [sandbox.stop, sandbox.look, sandbox.list];
  const end = [storage.objects('runs', 'read', 'write', 'remove'), ...sandboxes, workflow.start];
  const answer = [workflow.succeed, workflow.fail];

  functions.permit('launch', rows, sandbox.launch, sandbox.stop, ...answer, api.reach);
  functions.permit('run', rows, ...answer);
  // An address that is handed out can do what the function that signed it may: input files lie where they were uploaded.
  const handedOut = [storage.objects('code', 'read'), storage.objects('uploads', 'read'), storage.objects('runs', 'read', 'write')];
  functions.permit('runner', storage.rows({ check: true }), ...handedOut, workflow.succeed, workflow.beat);
  functions.permit('finish', storage.rows({ remove: true, check: true }), ...end, ...mailOf(has));
  functions.permit('admit', storage.rows({ remove: true }), workflow.start);
  functions.permit('task-stopped', rows, storage.objects('runs', 'read'), ...answer);
  functions.permit('execution-ended', storage.rows({ remove: true, check: true }), ...end, ...mailOf(has));
  // Sandboxes that waited are ended by it after the knob was turned back, too.
  functions.permit('sweep', storage.rows({ remove: true, check: true, lists: ['due'] }));
  functions.permit('sweep', ...end, ...answer, ...slotsOf(has), ...mailOf(has), has.schedules.keep, storage.objects('pool', 'remove'));
}

/** What keeps schedules and calls at their due times, and who hears of them. */
function permitSchedules(functions: Functions, has: Capabilities): void {
  const { storage, schedules, alerts, undelivered, api } = has;
  const rows = storage.rows({ remove: true, check: true });
  functions.permit('schedules', storage.rows({ remove: true, check: true, lists: ['runs', 'script'] }), ...slotsOf(has), schedules.keep);
  // Who runs one now may wait for its result.
  functions.permit('schedules', storage.objects('runs', 'read'));
  functions.permit(
    'subscriptions',
    storage.rows({ remove: true, lists: ['out'] }),
    alerts.subscribe,
    alerts.ask,
    undelivered.name,
    api.reach,
  );
  functions.permit('fire', rows, ...slotsOf(has), schedules.forget);
  // Slots before the one that was not delivered get their rows first, and may be run.
  functions.permit('undelivered', rows, ...slotsOf(has));
}

/** Sandboxes that wait: the sweeper keeps their number, `launch` hands jobs to them, `runner` tells them where to look. One that was used `launch` replaces at once. */
function permitPool(functions: Functions, { storage, sandbox, api }: Capabilities): void {
  functions.permit('launch', storage.rows({ remove: true }), storage.objects('pool', 'read', 'write', 'remove'), sandbox.look);
  functions.permit('runner', storage.objects('pool', 'read'));
  for (const name of ['finish', 'execution-ended'] as const) functions.permit(name, storage.objects('pool', 'remove'));
  functions.permit('sweep', storage.objects('pool', 'read', 'write', 'remove'), sandbox.launch, api.reach);
}
