import { errorText } from '../../core/error-text.ts';
import { randomBytes } from 'node:crypto';
import { AppError, errors } from '../../core/errors.ts';
import type { Problem } from '../../core/schemas/problem.ts';
import type { Settings } from '../services.ts';
import { closedHeaders } from './closed-headers.ts';

/** What a refusal is told and logged with; `where` is the route, never the address with what was in it. */
export interface ProblemFacts {
  requestId: string;
  where: string;
  log: Settings['log'];
}

/** A fresh id by which an answer and the lines of the log are brought together. */
export function newRequestId(): string {
  return `req_${randomBytes(12).toString('hex')}`;
}

/** Makes RFC 9457 problem details of whatever was thrown. The text of what we did not expect goes to the log alone. */
export function problem(error: unknown, facts: ProblemFacts): Response {
  const refusal = error instanceof AppError ? error : new AppError('internal');
  const { status, title } = errors[refusal.code];
  if (refusal.code === 'internal') logFault(error, facts);
  const body: Problem = {
    type: `urn:runlet:error:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.code === 'internal' ? errors.internal.sentence : refusal.message,
    errors: refusal.code === 'internal' ? [] : [...refusal.fields],
    requestId: facts.requestId,
  };
  const headers = new Headers({ ...closedHeaders, 'content-type': 'application/problem+json', 'x-request-id': facts.requestId });
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="runlet"');
  if (status === 503 || refusal.code === 'idempotency-busy') headers.set('retry-after', '1');
  return new Response(JSON.stringify(body), { status, headers });
}

/** Tells the operator of a fault of our own, whole. */
export function logFault(error: unknown, { requestId, where, log }: ProblemFacts): void {
  log('error', 'a request failed', { requestId, where, error: errorText(error) });
}
