import * as z from 'zod';
import { answers, jsonBody, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { page, paging } from '../schemas/paging.ts';
import { createScriptBody, createVersionBody, script, scriptName, updateScriptBody, version } from '../schemas/script.ts';

const tag = 'scripts';
const params = z.strictObject({ script: z.string().min(1).max(80).describe('name or id') });
const numbered = params.extend({
  version: z.union([z.literal('live'), z.coerce.number().int().min(1)]).describe('a number from 1, or `live`'),
});
const created = z.object({ ...script.shape, version });
/** Ten MiB of source may be twice that as escaped JSON. */
const sourceBytes = 24 * 1024 * 1024;
const codeErrors = ['bad-request', 'bad-source', 'bad-archive', 'no-entrypoint', 'too-large', 'scan-failed'] as const;

export const createScript = {
  method: 'POST',
  path: '/v1/scripts',
  tag,
  summary: 'Save a new script with its first version',
  scope: 'scripts:write',
  params: nothing,
  query: nothing,
  body: jsonBody(createScriptBody, sourceBytes),
  answer: answers(201, created),
  errors: [...codeErrors, 'not-found', 'name-taken'],
} as const satisfies Route;

export const uploadScript = {
  method: 'POST',
  path: '/v1/scripts/upload',
  tag,
  summary: 'Save a .py or .zip file as a script, or as a new version of it',
  scope: 'scripts:write',
  params: nothing,
  query: nothing,
  body: {
    kind: 'multipart',
    file: 'file',
    fields: z.strictObject({
      name: scriptName.optional(),
      description: z.string().max(2000).optional(),
      entry: z.string().optional(),
      note: z.string().max(2000).optional(),
    }),
    maxBytes: 16 * 1024 * 1024,
  },
  answer: answers(201, created),
  errors: [...codeErrors, 'unsupported-media-type'],
} as const satisfies Route;

export const listScripts = {
  method: 'GET',
  path: '/v1/scripts',
  tag,
  summary: 'List scripts by name',
  scope: 'scripts:read',
  params: nothing,
  query: z.strictObject({ ...paging, label: z.string().optional(), prefix: z.string().optional().describe('beginning of the name') }),
  body: noBody,
  answer: answers(200, page(script)),
  errors: ['bad-request'],
} as const satisfies Route;

export const getScript = {
  method: 'GET',
  path: '/v1/scripts/{script}',
  tag,
  summary: 'Show a script',
  scope: 'scripts:read',
  params,
  query: nothing,
  body: noBody,
  answer: answers(200, script),
  errors: ['not-found'],
} as const satisfies Route;

export const updateScript = {
  method: 'PATCH',
  path: '/v1/scripts/{script}',
  tag,
  summary: 'Change name, description, labels or the override of the input schema',
  scope: 'scripts:write',
  params,
  query: nothing,
  body: jsonBody(updateScriptBody),
  answer: answers(200, script),
  errors: ['bad-request', 'not-found', 'name-taken', 'conflict'],
} as const satisfies Route;

export const deleteScript = {
  method: 'DELETE',
  path: '/v1/scripts/{script}',
  tag,
  summary: 'Delete a script and its versions; the records of its runs stay',
  scope: 'scripts:write',
  params,
  query: nothing,
  body: noBody,
  answer: { kind: 'nothing' },
  errors: ['not-found', 'conflict'],
} as const satisfies Route;

export const createVersion = {
  method: 'POST',
  path: '/v1/scripts/{script}/versions',
  tag: 'versions',
  summary: 'Save a version; the same content gives the same version',
  scope: 'scripts:write',
  params,
  query: nothing,
  body: jsonBody(createVersionBody, sourceBytes),
  answer: answers(201, version),
  errors: [...codeErrors, 'not-found', 'conflict'],
} as const satisfies Route;

export const listVersions = {
  method: 'GET',
  path: '/v1/scripts/{script}/versions',
  tag: 'versions',
  summary: 'List versions, newest first',
  scope: 'scripts:read',
  params,
  query: z.strictObject(paging),
  body: noBody,
  answer: answers(200, page(version)),
  errors: ['not-found', 'bad-request'],
} as const satisfies Route;

export const getVersion = {
  method: 'GET',
  path: '/v1/scripts/{script}/versions/{version}',
  tag: 'versions',
  summary: 'Show a version with its input schema and what the scan found',
  scope: 'scripts:read',
  params: numbered,
  query: nothing,
  body: noBody,
  answer: answers(200, version),
  errors: ['not-found', 'no-version'],
} as const satisfies Route;

const source = z.object({
  entry: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), text: z.string().nullable(), base64: z.string().nullable() })),
});

export const getSource = {
  method: 'GET',
  path: '/v1/scripts/{script}/versions/{version}/source',
  tag: 'versions',
  summary: 'Read the files of a version',
  scope: 'scripts:read',
  params: numbered,
  query: nothing,
  body: noBody,
  answer: answers(200, source),
  errors: ['not-found', 'no-version'],
} as const satisfies Route;

const diff = z.object({
  from: z.int(),
  to: z.int(),
  files: z.array(z.object({ path: z.string(), change: z.enum(['added', 'removed', 'changed']), patch: z.string().nullable() })),
});

export const diffVersions = {
  method: 'GET',
  path: '/v1/scripts/{script}/versions/{version}/diff',
  tag: 'versions',
  summary: 'Compare two versions file by file',
  scope: 'scripts:read',
  params: numbered,
  query: z.strictObject({ from: z.coerce.number().int().min(1).optional().describe('the version before, unless said otherwise') }),
  body: noBody,
  answer: answers(200, diff),
  errors: ['not-found', 'no-version'],
} as const satisfies Route;

export const promoteVersion = {
  method: 'POST',
  path: '/v1/scripts/{script}/versions/{version}/promote',
  tag: 'versions',
  summary: 'Make a version live; an older one rolls back',
  scope: 'scripts:write',
  params: numbered,
  query: nothing,
  body: noBody,
  answer: answers(200, script),
  errors: ['not-found', 'no-version', 'conflict'],
} as const satisfies Route;
