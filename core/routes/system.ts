import * as z from 'zod';
import { answers, jsonBody, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { jsonObject } from '../schemas/json.ts';
import { page, paging } from '../schemas/paging.ts';
import { executeBody, executeFileBody, executionResult, validateBody, validationResult } from '../schemas/python.ts';
import { template, templateSummary } from '../schemas/template.ts';
import { createTokenBody, newToken, token } from '../schemas/token.ts';
import { createUploadBody, upload, uploaded } from '../schemas/upload.ts';

const runErrors = ['bad-request', 'bad-source', 'too-large', 'scan-failed', 'no-python'] as const;

export const executePython = {
  method: 'POST',
  path: '/python/execute',
  tag: 'python',
  summary: 'Run code and answer when it has ended',
  scope: 'runs:write',
  params: nothing,
  query: nothing,
  body: jsonBody(executeBody, 24 * 1024 * 1024),
  answer: answers(200, executionResult),
  errors: runErrors,
  createsRun: true,
} as const satisfies Route;

export const executePythonFile = {
  method: 'POST',
  path: '/python/execute-file',
  tag: 'python',
  summary: 'Run a saved script, or one file of it, and answer when it has ended',
  scope: 'runs:write',
  params: nothing,
  query: nothing,
  body: jsonBody(executeFileBody),
  answer: answers(200, executionResult),
  errors: [...runErrors, 'not-found'],
  createsRun: true,
} as const satisfies Route;

export const validatePython = {
  method: 'POST',
  path: '/python/validate',
  tag: 'python',
  summary: 'Read code without running it: syntax, imports, findings',
  scope: 'scripts:read',
  params: nothing,
  query: nothing,
  body: jsonBody(validateBody, 24 * 1024 * 1024),
  answer: answers(200, validationResult),
  errors: ['bad-request', 'bad-source', 'too-large', 'scan-failed'],
} as const satisfies Route;

export const createUpload = {
  method: 'POST',
  path: '/v1/uploads',
  tag: 'uploads',
  summary: 'Ask for a grant to upload one file',
  scope: 'runs:write',
  params: nothing,
  query: nothing,
  body: jsonBody(createUploadBody),
  answer: answers(201, upload),
  errors: ['bad-request'],
} as const satisfies Route;

export const getUpload = {
  method: 'GET',
  path: '/v1/uploads/{upload}',
  tag: 'uploads',
  summary: 'Show what was uploaded',
  scope: 'runs:read',
  params: z.strictObject({ upload: z.string() }),
  query: nothing,
  body: noBody,
  answer: answers(200, uploaded),
  errors: ['not-found'],
} as const satisfies Route;

export const listTemplates = {
  method: 'GET',
  path: '/v1/templates',
  tag: 'templates',
  summary: 'List the starter scripts',
  scope: 'scripts:read',
  params: nothing,
  query: z.strictObject(paging),
  body: noBody,
  answer: answers(200, page(templateSummary)),
  errors: [],
} as const satisfies Route;

export const getTemplate = {
  method: 'GET',
  path: '/v1/templates/{template}',
  tag: 'templates',
  summary: 'Read a starter script',
  scope: 'scripts:read',
  params: z.strictObject({ template: z.string() }),
  query: nothing,
  body: noBody,
  answer: answers(200, template),
  errors: ['not-found'],
} as const satisfies Route;

export const createToken = {
  method: 'POST',
  path: '/v1/tokens',
  tag: 'tokens',
  summary: 'Make a token; its secret is told once',
  scope: 'tokens:write',
  params: nothing,
  query: nothing,
  body: jsonBody(createTokenBody),
  answer: answers(201, newToken),
  errors: ['bad-request', 'forbidden'],
} as const satisfies Route;

export const listTokens = {
  method: 'GET',
  path: '/v1/tokens',
  tag: 'tokens',
  summary: 'List tokens, without their secrets',
  scope: 'tokens:write',
  params: nothing,
  query: z.strictObject(paging),
  body: noBody,
  answer: answers(200, page(token)),
  errors: ['bad-request'],
} as const satisfies Route;

export const deleteToken = {
  method: 'DELETE',
  path: '/v1/tokens/{token}',
  tag: 'tokens',
  summary: 'Revoke a token at once',
  scope: 'tokens:write',
  params: z.strictObject({ token: z.string() }),
  query: nothing,
  body: noBody,
  answer: { kind: 'nothing' },
  errors: ['not-found'],
} as const satisfies Route;

export const healthz = {
  method: 'GET',
  path: '/healthz',
  tag: 'system',
  summary: 'Say that the server is well',
  scope: null,
  params: nothing,
  query: nothing,
  body: noBody,
  answer: answers(200, z.object({ status: z.literal('ok'), version: z.string() })),
  errors: [],
} as const satisfies Route;

export const openapi = {
  method: 'GET',
  path: '/openapi.json',
  tag: 'system',
  summary: 'This API as an OpenAPI 3.1 document',
  scope: 'scripts:read',
  params: nothing,
  query: nothing,
  body: noBody,
  answer: answers(200, jsonObject),
  errors: [],
} as const satisfies Route;
