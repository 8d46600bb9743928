import { create as contentDisposition } from 'content-disposition';
import * as z from 'zod';
import type { Route } from '../../core/route.ts';
import { isTerminal, statuses } from '../../core/run.ts';
import { unreachable } from '../../core/unreachable.ts';
import { closedHeaders, pageHeaders } from './closed-headers.ts';
import { eventStream } from './event-stream.ts';

/** Bytes that users' scripts made: opened in a browser they may run nothing and reach nothing. */
const sandboxPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

const bytesAnswer = z.object({
  body: z.union([
    z.custom<ReadableStream<Uint8Array<ArrayBuffer>>>((value) => value instanceof ReadableStream),
    z.instanceof(Uint8Array),
    z.string(),
  ]),
  type: z.string(),
  bytes: z.int().optional(),
  filename: z.string().optional(),
});

const elsewhereAnswer = z.object({ location: z.url() });

/** What the status of an answer depends on, besides the route. */
interface Asked {
  query: Record<string, unknown>;
  signal: AbortSignal;
}

/** Makes the HTTP answer of what a handler returned. What a schema does not name is left out, so no inner field slips to the outside.
 *  `onFault` hears of what goes wrong when the answer has begun already. */
export function respond(route: Route, asked: Asked, value: unknown, onFault: (error: unknown) => void): Response {
  const answer = route.answer;
  switch (answer.kind) {
    case 'json':
      return json(answer.schema.parse(value), statusOf(route, answer.status, asked.query, value));
    case 'bytes':
      return bytes(value, { ...closedHeaders, 'content-security-policy': sandboxPolicy });
    case 'html':
      return bytes(value, pageHeaders);
    case 'events':
      return eventStream(value, asked.signal, onFault);
    case 'nothing':
      return new Response(null, { status: 204, headers: closedHeaders });
    default:
      return unreachable(answer);
  }
}

/** The same answer with more headers. */
export function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function json(value: unknown, status: number): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...closedHeaders, 'content-type': 'application/json' } });
}

const ended = z.object({ status: z.enum(statuses).refine(isTerminal) });

/** A run that was waited for to its end is no longer "created" but told: 200 in place of 201. */
function statusOf(route: Route, status: number, query: Record<string, unknown>, value: unknown): number {
  return route.createsRun && status === 201 && query['wait'] !== undefined && ended.safeParse(value).success ? 200 : status;
}

function bytes(value: unknown, shown: Record<string, string>): Response {
  const elsewhere = elsewhereAnswer.safeParse(value);
  if (elsewhere.success) return new Response(null, { status: 303, headers: { ...closedHeaders, location: elsewhere.data.location } });
  const answer = bytesAnswer.parse(value);
  const headers = new Headers({ ...shown, 'content-type': answer.type });
  if (answer.bytes !== undefined) headers.set('content-length', String(answer.bytes));
  if (answer.filename !== undefined) headers.set('content-disposition', contentDisposition(answer.filename));
  return new Response(answer.body, { status: 200, headers });
}
