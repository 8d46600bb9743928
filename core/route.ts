import * as z from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Scope } from './schemas/token.ts';

/** What a request's body is. Bytes above `maxBytes` are refused with 413 before they are read. */
export type Body =
  | { kind: 'none' }
  | { kind: 'json'; schema: z.ZodType; maxBytes: number }
  | { kind: 'multipart'; file: string; fields: z.ZodObject; maxBytes: number }
  /** Of any type, and of no consequence: what browsers and mail programs send along with a press of a button. */
  | { kind: 'unread'; maxBytes: number };

/** What an operation answers when all goes well. */
export type Answer =
  | { kind: 'json'; status: 200 | 201 | 202; schema: z.ZodType }
  | { kind: 'bytes' }
  | { kind: 'events'; schema: z.ZodType }
  | { kind: 'html' }
  | { kind: 'nothing' };

/** One operation: all that server, client, OpenAPI document and CLI need to know of it, said once. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{name}` for each path parameter. */
  path: string;
  summary: string;
  tag: string;
  /** null: open to everybody. */
  scope: Scope | null;
  params: z.ZodObject;
  query: z.ZodObject;
  body: Body;
  answer: Answer;
  errors: readonly ErrorCode[];
  /** The run that this creates is found again by its idempotency key, so the answer itself is not kept. */
  createsRun?: boolean;
}

export const nothing = z.strictObject({});
export const noBody = { kind: 'none' } as const;

/** A JSON body of at most 8 MiB unless said otherwise. */
export function jsonBody<S extends z.ZodType>(schema: S, maxBytes = 8 * 1024 * 1024) {
  return { kind: 'json', schema, maxBytes } as const;
}

/** An answer of JSON. */
export function answers<S extends z.ZodType, N extends 200 | 201 | 202>(status: N, schema: S) {
  return { kind: 'json', status, schema } as const;
}
