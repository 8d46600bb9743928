import type * as z from 'zod';
import type { Route } from '../core/route.ts';
import type { routes } from '../core/routes/index.ts';

/** Where the server is and who calls. `fetch` may be an app in memory in place of the network. */
export interface ClientOptions {
  url: string;
  token: string | null;
  fetch?: Fetch;
}

export type Fetch = (request: Request) => Promise<Response>;

/** A field that must be given only when something in it must be given. */
type Part<Name extends string, Value> = {} extends Value ? { [name in Name]?: Value } : { [name in Name]: Value };

type BodyPart<B> = B extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? Part<'body', z.input<S>>
  : B extends { kind: 'multipart'; fields: infer F extends z.ZodType }
    ? { body: { fields?: z.input<F>; file: { filename: string; content: Uint8Array<ArrayBuffer> | Blob } } }
    : {};

/** What a method takes: the parts of its route, each optional when nothing in it is required. */
type RequestOf<R extends Route> = Part<'params', z.output<R['params']>> &
  Part<'query', z.output<R['query']>> &
  BodyPart<R['body']> &
  Extras;

interface Extras {
  /** Makes a POST safe to repeat for 24 hours. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** What a method gives: JSON parsed by the route's schema, bytes as a Response, events one by one. */
type AnswerOf<A> = A extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? Promise<z.output<S>>
  : A extends { kind: 'events'; schema: infer S extends z.ZodType }
    ? AsyncGenerator<z.output<S>, void, void>
    : A extends { kind: 'nothing' }
      ? Promise<void>
      : Promise<Response>;

type Method<R extends Route> =
  {} extends RequestOf<R> ? (request?: RequestOf<R>) => AnswerOf<R['answer']> : (request: RequestOf<R>) => AnswerOf<R['answer']>;

/** One method per operation of the route table, and `fetch` for addresses that answers contain. */
export type Client = { [Name in keyof typeof routes]: Method<(typeof routes)[Name]> } & { fetch: Fetch };

/** A request whose types the route's own schemas check at the server. */
export interface AnyRequest extends Extras {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
}
