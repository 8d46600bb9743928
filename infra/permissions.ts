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

/** Which function may do what, all of it: what is not here is not allowed. */
export function permit(functions: Functions, { storage, scanner, sandbox, workflow, identity, api }: Capabilities): void {
  const { rows, rowsToRead, code, runData } = storage;
  const runs = [rows, code, runData, scanner.scan, workflow.start, workflow.answer, sandbox.stop];

  functions.permit('authorizer', rowsToRead, identity.check);
  functions.permit('runs', ...runs);
  functions.permit('python', ...runs);
  functions.permit('scripts', rows, code, runData, scanner.scan);
  functions.permit('versions', rows, code, runData, scanner.scan);
  functions.permit('uploads', rows, runData);
  functions.permit('tokens', rows);
  functions.permit('templates', rows);
  functions.permit('system', rows);

  functions.permit('runner', rows, code, runData, workflow.answer);

  functions.permit('launch', rows, code, runData, sandbox.launch, sandbox.stop, workflow.answer, api.reach);
  functions.permit('run', rows, workflow.answer);
  functions.permit('finish', rows, code, runData, sandbox.stop, workflow.start, workflow.answer);

  functions.permit('task-stopped', rows, runData, workflow.answer);
  functions.permit('execution-ended', rows, code, runData, sandbox.stop, workflow.start, workflow.answer);
  functions.permit('sweep', rows, code, runData, sandbox.stop, sandbox.list, workflow.start, workflow.answer);
}
