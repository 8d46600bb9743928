import * as z from 'zod';
import { answers, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { logLine, runEvent } from '../schemas/log.ts';
import { page } from '../schemas/paging.ts';

const tag = 'runs';
const params = z.strictObject({ run: z.string().describe('id of the run') });
const attempt = z.coerce
  .number()
  .int()
  .min(1)
  .max(10)
  .optional()
  .describe('an earlier attempt of the run; the latest unless said otherwise');

export const listLogs = {
  method: 'GET',
  path: '/v1/runs/{run}/logs',
  tag,
  summary: 'Read the log by lines',
  scope: 'runs:read',
  params,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(10_000).optional().describe('lines a page, 1 to 10,000, default 1,000'),
    cursor: z.string().max(2000).optional(),
    after: z.coerce.number().int().min(-1).optional().describe('begin behind this sequence number'),
    tail: z.coerce.number().int().min(1).max(10_000).optional().describe('only the last lines'),
    attempt,
  }),
  body: noBody,
  answer: answers(200, page(logLine)),
  errors: ['not-found', 'bad-request'],
} as const satisfies Route;

export const getRawLog = {
  method: 'GET',
  path: '/v1/runs/{run}/log',
  tag,
  summary: 'Fetch the whole log as the bytes that were written',
  scope: 'runs:read',
  params,
  query: z.strictObject({ stream: z.enum(['stdout', 'stderr']).optional(), attempt }),
  body: noBody,
  answer: { kind: 'bytes' },
  errors: ['not-found', 'bad-request'],
} as const satisfies Route;

export const followRun = {
  method: 'GET',
  path: '/v1/runs/{run}/events',
  tag,
  summary: 'Follow a run as server-sent events: status, log, progress, result, end',
  scope: 'runs:read',
  params,
  query: nothing,
  body: noBody,
  answer: { kind: 'events', schema: runEvent },
  errors: ['not-found', 'bad-request'],
} as const satisfies Route;
