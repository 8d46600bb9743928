import * as z from 'zod';
import { answers, jsonBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { beatAnswer, beatBody, claimBody, claimed, reportBody, slotAnswer, slotBody } from '../schemas/runner.ts';

const tag = 'runner';
const params = z.strictObject({ run: z.string() });
const errors = ['bad-request', 'claim-refused'] as const;
/** What the function's own way in takes. */
const maxBytes = 4 * 1024 * 1024;

/** Fetches the job of a run with its one-time code. */
export const claimRun = {
  method: 'POST',
  path: '/runner/runs/{run}/claim',
  tag,
  summary: 'Claim a run',
  scope: null,
  params,
  query: nothing,
  body: jsonBody(claimBody),
  answer: answers(200, claimed),
  errors,
} as const satisfies Route;

export const beatRun = {
  method: 'POST',
  path: '/runner/runs/{run}/beat',
  tag,
  summary: 'Say that the runner lives, and hear what it should do',
  scope: null,
  params,
  query: nothing,
  body: jsonBody(beatBody),
  answer: answers(200, beatAnswer),
  errors,
} as const satisfies Route;

export const reportRun = {
  method: 'POST',
  path: '/runner/runs/{run}/report',
  tag,
  summary: 'Say what became of the run',
  scope: null,
  params,
  query: nothing,
  body: jsonBody(reportBody, maxBytes),
  answer: answers(200, nothing),
  errors,
} as const satisfies Route;

export const pollSlot = {
  method: 'POST',
  path: '/runner/slots/{slot}/poll',
  tag,
  summary: 'Ask where a warm slot finds its run',
  scope: null,
  params: z.strictObject({ slot: z.string() }),
  query: nothing,
  body: jsonBody(slotBody),
  answer: answers(200, slotAnswer),
  errors,
} as const satisfies Route;
