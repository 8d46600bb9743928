import * as z from 'zod';
import { answers, jsonBody, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { artifact } from '../schemas/artifact.ts';
import { instant } from '../schemas/json.ts';
import { page, paging } from '../schemas/paging.ts';
import { previewBody, run, runSummary, startRunBody, trigger, wait } from '../schemas/run.ts';
import { scriptName, version } from '../schemas/script.ts';
import { reasons } from '../reasons.ts';
import { statuses } from '../run.ts';

const tag = 'runs';
const params = z.strictObject({ run: z.string().describe('id of the run') });
const startErrors = ['bad-request', 'invalid-input', 'not-found', 'no-version', 'idempotency-mismatch', 'too-large', 'no-python'] as const;

export const startRun = {
  method: 'POST',
  path: '/v1/scripts/{script}/runs',
  tag,
  summary: 'Run a script, and wait for its end if asked to',
  scope: 'runs:write',
  params: z.strictObject({ script: z.string().min(1).max(80).describe('name or id') }),
  query: z.strictObject({ wait }),
  body: jsonBody(startRunBody),
  answer: answers(201, run),
  errors: startErrors,
  createsRun: true,
} as const satisfies Route;

export const previewRun = {
  method: 'POST',
  path: '/v1/runs',
  tag,
  summary: 'Run code that is not saved yet; the run is recorded and can become a version',
  scope: 'runs:write',
  params: nothing,
  query: z.strictObject({ wait }),
  body: jsonBody(previewBody, 24 * 1024 * 1024),
  answer: answers(201, run),
  errors: [...startErrors, 'bad-source', 'bad-archive', 'no-entrypoint', 'scan-failed'],
  createsRun: true,
} as const satisfies Route;

export const listRuns = {
  method: 'GET',
  path: '/v1/runs',
  tag,
  summary: 'List runs, newest first',
  scope: 'runs:read',
  params: nothing,
  query: z.strictObject({
    ...paging,
    script: z.string().optional().describe('name or id'),
    status: z.enum(statuses).optional().describe('runs that have not ended come in the order of their deadlines'),
    reason: z.enum(Object.keys(reasons)).optional(),
    trigger: trigger.shape.kind.optional(),
    after: instant.optional().describe('created at or after'),
    before: instant.optional().describe('created before'),
  }),
  body: noBody,
  answer: answers(200, page(runSummary)),
  errors: ['bad-request', 'not-found'],
} as const satisfies Route;

export const getRun = {
  method: 'GET',
  path: '/v1/runs/{run}',
  tag,
  summary: 'Show a run, and wait for its end if asked to',
  scope: 'runs:read',
  params,
  query: z.strictObject({ wait }),
  body: noBody,
  answer: answers(200, run),
  errors: ['not-found'],
} as const satisfies Route;

export const cancelRun = {
  method: 'POST',
  path: '/v1/runs/{run}/cancel',
  tag,
  summary: 'Cancel a run: its compute is stopped first, then it says CANCELED',
  scope: 'runs:write',
  params,
  query: z.strictObject({ wait }),
  body: noBody,
  answer: answers(202, run),
  errors: ['not-found', 'wrong-status'],
} as const satisfies Route;

export const rerunRun = {
  method: 'POST',
  path: '/v1/runs/{run}/rerun',
  tag,
  summary: 'Run the same version again with the same input',
  scope: 'runs:write',
  params,
  query: z.strictObject({ wait }),
  body: noBody,
  answer: answers(201, run),
  errors: startErrors,
  createsRun: true,
} as const satisfies Route;

export const promoteRun = {
  method: 'POST',
  path: '/v1/runs/{run}/promote',
  tag,
  summary: 'Save the code of a preview as a version of a script, new or known',
  scope: 'scripts:write',
  params,
  query: nothing,
  body: jsonBody(z.strictObject({ script: scriptName, note: z.string().max(2000).optional() })),
  answer: answers(201, version),
  errors: ['bad-request', 'not-found', 'wrong-status', 'conflict'],
} as const satisfies Route;

export const getResult = {
  method: 'GET',
  path: '/v1/runs/{run}/result',
  tag,
  summary: 'Fetch the result alone, however large',
  scope: 'runs:read',
  params,
  query: nothing,
  body: noBody,
  answer: { kind: 'bytes' },
  errors: ['not-found'],
} as const satisfies Route;

export const listArtifacts = {
  method: 'GET',
  path: '/v1/runs/{run}/artifacts',
  tag,
  summary: 'List the files that a run left',
  scope: 'runs:read',
  params,
  query: z.strictObject(paging),
  body: noBody,
  answer: answers(200, page(artifact)),
  errors: ['not-found'],
} as const satisfies Route;

export const getArtifact = {
  method: 'GET',
  path: '/v1/runs/{run}/artifacts/{name}',
  tag,
  summary: 'Fetch a file that a run left',
  scope: 'runs:read',
  params: params.extend({ name: z.string().describe('path of the artifact; slashes may stand as they are') }),
  query: nothing,
  body: noBody,
  answer: { kind: 'bytes' },
  errors: ['not-found'],
} as const satisfies Route;
