import type * as z from 'zod';
import type { IdempotencyKey } from '../../core/idempotency.ts';
import type { Route } from '../../core/route.ts';
import type { Actor } from '../ports/identity.ts';
import type { Services } from '../services.ts';

type BodyOf<R extends Route> = R['body'] extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? z.output<S>
  : R['body'] extends { kind: 'multipart'; fields: infer F extends z.ZodType }
    ? { fields: z.output<F>; file: UploadedFile }
    : null;

type AnswerOf<R extends Route> = R['answer'] extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? z.input<S>
  : R['answer'] extends { kind: 'bytes' | 'html' }
    ? BytesAnswer | ElsewhereAnswer
    : R['answer'] extends { kind: 'events'; schema: infer S extends z.ZodType }
      ? AsyncIterable<EventAnswer<z.output<S>>>
      : null;

/** A file that came with a multipart body. */
export interface UploadedFile {
  filename: string;
  bytes: Uint8Array;
}

/** Bytes as they are, with their type; `filename` makes a browser save them under that name. */
export interface BytesAnswer {
  body: ReadableStream<Uint8Array> | Uint8Array | string;
  type: string;
  bytes?: number;
  filename?: string;
}

/** Bytes that lie elsewhere: the caller is sent to this address. */
export interface ElsewhereAnswer {
  location: string;
}

/** One server-sent event; `id` is what a client sends back as Last-Event-ID; a `comment` keeps the line alive. */
export type EventAnswer<T> = { id?: string; event: T } | { comment: string };

/** What a handler gets: everything parsed and checked, nothing of HTTP but what is meant for it. */
export interface Call<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: BodyOf<R>;
  actor: Actor;
  services: Services;
  idempotency: IdempotencyKey | null;
  /** Last-Event-ID of a resumed stream. */
  lastEventId: string | null;
  /** Aborts when the caller is gone. */
  signal: AbortSignal;
  /** Scheme, host and port by which the caller reached us. */
  origin: string;
}

/** A handler: parse is done, do, return. Refusals are AppErrors. */
export type Handler<R extends Route> = (call: Call<R>) => Promise<AnswerOf<R>>;

/** An operation as every door runs it, whatever carries the request. */
export interface Operation {
  route: Route;
  /** @param params the path parameters as text, percent-decoded. Never rejects: what goes wrong becomes problem details. */
  handle(request: Request, params: Record<string, string>, services: Services): Promise<Response>;
}
