import { expect } from 'vitest';
import type { ErrorCode } from '../../core/errors.ts';
import { problem } from '../../core/schemas/problem.ts';
import type { Problem } from '../../core/schemas/problem.ts';
import { createApp } from '../../functions/doors/app.ts';
import type { App } from '../../functions/doors/app.ts';
import type { Operation } from '../../functions/doors/operation.ts';
import { givenServices } from './given-services.ts';
import type { GivenServices } from './given-services.ts';

/** A request in short: JSON unless `body` is something else already. */
export interface Sent {
  json?: unknown;
  body?: NonNullable<ConstructorParameters<typeof Response>[0]>;
  headers?: Record<string, string>;
  token?: string | null;
}

export interface GivenDoor extends GivenServices {
  app: App;
  /** Sends `GET /v1/things` with a token that may do everything, unless told otherwise. */
  send: (target: string, sent?: Sent) => Promise<Response>;
}

/** An app of these operations and a way to call it. */
export async function givenDoor(...operations: Operation[]): Promise<GivenDoor> {
  const given = givenServices();
  const admin = await given.tokenWith('admin');
  const app = createApp(Object.fromEntries(operations.map((operation, index) => [String(index), operation])), given.services);
  return { ...given, app, send: async (target, sent = {}) => app(requestOf(target, sent, admin)) };
}

/** The request of `POST /v1/things` and what goes with it. */
function requestOf(target: string, sent: Sent, admin: string): Request {
  const [method = 'GET', path = '/'] = target.split(' ');
  const headers = new Headers(sent.headers);
  const token = sent.token === undefined ? admin : sent.token;
  if (token !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  if (sent.json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const body = sent.json === undefined ? (sent.body ?? null) : JSON.stringify(sent.json);
  return new Request(`http://runlet.test${path}`, { method, headers, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) });
}

/** The answer is this refusal, in the form of RFC 9457. */
export async function expectProblem(response: Response, code: ErrorCode, status: number): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const told = problem.parse(await response.json());
  expect({ code: told.code, status: told.status, http: response.status }).toEqual({ code, status, http: status });
  expect(told.type).toBe(`urn:runlet:error:${code}`);
  expect(told.requestId).toBe(response.headers.get('x-request-id'));
  return told;
}
