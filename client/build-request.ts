import * as z from 'zod';
import type { Route } from '../core/route.ts';
import type { AnyRequest, ClientOptions } from './types.ts';

/** The HTTP request of a call. Slashes in parameters are kept from the path's own by percent-encoding. */
export function buildRequest(options: ClientOptions, route: Route, call: AnyRequest, headers: Record<string, string> = {}): Request {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(call.params?.[name])));
  const url = new URL(`${options.url.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  const sent = new Headers(headers);
  if (options.token !== null) sent.set('authorization', `Bearer ${options.token}`);
  if (call.idempotencyKey !== undefined) sent.set('idempotency-key', call.idempotencyKey);
  if (route.body.kind === 'json') sent.set('content-type', 'application/json');
  return new Request(url, { method: route.method, headers: sent, body: bodyOf(route, call), signal: call.signal ?? null });
}

const form = z.object({
  fields: z.record(z.string(), z.string().optional()).default({}),
  file: z.object({ filename: z.string(), content: z.union([z.instanceof(Uint8Array), z.instanceof(Blob)]) }),
});

function bodyOf(route: Route, call: AnyRequest): string | FormData | null {
  if (route.body.kind === 'none' || route.body.kind === 'unread') return null;
  if (route.body.kind === 'json') return JSON.stringify(call.body ?? {});
  const { fields, file } = form.parse(call.body);
  return formOf(fields, route.body.file, file.filename, file.content);
}

/** A form of text fields and, behind them, one file. */
export function formOf(
  fields: Record<string, string | undefined>,
  name: string,
  filename: string,
  content: Uint8Array<ArrayBuffer> | Blob,
): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) data.append(field, value);
  data.append(name, content instanceof Blob ? content : new Blob([content]), filename);
  return data;
}
