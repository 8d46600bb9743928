import type { Config } from './config.ts';
import type { Api } from './constructs/api.ts';
import type { Functions } from './constructs/functions.ts';
import type { Identity } from './constructs/identity.ts';
import type { Sandbox } from './constructs/sandbox.ts';
import type { Scanner } from './constructs/scanner.ts';
import type { Storage } from './constructs/storage.ts';
import type { Workflow } from './constructs/workflow.ts';

/** What there is to be permitted. */
export interface Capabilities {
  storage: Storage;
  scanner: Scanner;
  sandbox: Sandbox;
  workflow: Workflow;
  identity: Identity;
  api: Api;
}

/** Which function may do what, all of it: what is not here is not allowed. docs/security.md says the same in words. */
export function permit(functions: Functions, has: Capabilities, { warmPool }: Pick<Config, 'warmPool'>): void {
  permitApi(functions, has);
  permitRuns(functions, has);
  if (warmPool > 0) permitPool(functions, has);
}

/** What people and programs call. */
function permitApi(functions: Functions, { storage, scanner, sandbox, workflow, identity }: Capabilities): void {
  const { rows, rowsAndTokens, tokensByKey } = storage;
  const scan = [scanner.scan, storage.objects('scans', 'read', 'write', 'remove')];
  const code = [storage.objects('code', 'read', 'write'), storage.objects('uploads', 'read'), ...scan];
  const start = [...code, storage.objects('runs', 'read', 'write'), workflow.start, workflow.answer, sandbox.stop];

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
function permitRuns(functions: Functions, { storage, sandbox, workflow, api }: Capabilities): void {
  const { rows } = storage;
  const end = [rows, storage.objects('runs', 'read', 'write', 'remove'), sandbox.stop, sandbox.list, workflow.start, workflow.answer];

  functions.permit('launch', rows, sandbox.launch, sandbox.stop, workflow.answer, api.reach);
  functions.permit('run', rows, workflow.answer);
  // An address that is handed out can do what the function that signed it may: input files lie where they were uploaded.
  const handedOut = [storage.objects('code', 'read'), storage.objects('uploads', 'read'), storage.objects('runs', 'read', 'write')];
  functions.permit('runner', rows, ...handedOut, workflow.answer);
  functions.permit('finish', ...end);
  functions.permit('task-stopped', ...end);
  functions.permit('execution-ended', ...end, workflow.publish);
  // Sandboxes that waited are ended by it after the knob was turned back, too.
  functions.permit('sweep', ...end, workflow.publish, storage.objects('pool', 'remove'));
}

/** Sandboxes that wait: the sweeper keeps their number, `launch` hands jobs to them, `runner` tells them where to look. One that was used `launch` replaces at once. */
function permitPool(functions: Functions, { storage, sandbox, api }: Capabilities): void {
  functions.permit('launch', storage.objects('pool', 'read', 'write', 'remove'));
  functions.permit('runner', storage.objects('pool', 'read'));
  for (const name of ['finish', 'task-stopped', 'execution-ended'] as const) functions.permit(name, storage.objects('pool', 'remove'));
  functions.permit('sweep', storage.objects('pool', 'read', 'write', 'remove'), sandbox.launch, api.reach);
}
