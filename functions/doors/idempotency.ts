import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { idempotencySec } from '../../core/idempotency.ts';
import type { IdempotencyKey } from '../../core/idempotency.ts';
import type { Route } from '../../core/route.ts';
import type { Actor } from '../ports/identity.ts';
import type { Condition, NewRow, Row, Table } from '../ports/table.ts';
import { closedHeaders } from './closed-headers.ts';
import type { Parsed } from './parse.ts';
import { seal, unseal } from './seal.ts';

/** A request that did not end within this time is taken for lost with its process; the next one with its key does the work. */
const busyMs = 60_000;

/** The row's body: which request the key belongs to, and its answer once there is one. */
const keptRequest = z.object({ requestHash: z.string(), startedAt: z.iso.datetime().optional(), answer: z.string().optional() });
const keptAnswer = z.object({ status: z.int(), type: z.string(), body: z.string() });

/** The row of this request's Idempotency-Key, or null when it has none, is not a POST, or is open to everybody: nobody unknown is given rows,
 *  and no answer is kept that has no credential to be sealed with.
 *  @throws AppError `bad-request` for a key that is not 1 to 255 visible ASCII characters. */
export function idempotencyKey(request: Request, route: Route, actor: Actor, parsed: Parsed): IdempotencyKey | null {
  const key = route.method === 'POST' && route.scope !== null ? request.headers.get('idempotency-key') : null;
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('bad-request', undefined, [
      { field: 'Idempotency-Key', expected: '1 to 255 visible ASCII characters', got: JSON.stringify(key).slice(0, 80) },
    ]);
  }
  return { pk: `IDEM#${actor.id}#${route.method} ${route.path}#${key}`, sk: 'META', requestHash: requestHash(route, parsed) };
}

/** How long to wait is no part of what is asked for, so `wait` may differ when a request is sent again. */
function requestHash(route: Route, { params, query, body }: Parsed): string {
  const { wait: _, ...asked } = query;
  const text = canonicalize({ route: `${route.method} ${route.path}`, params, query: asked, body: hashable(body) }) ?? '';
  return createHash('sha256').update(text).digest('hex');
}

/** The bytes of a file by their own hash, because canonical JSON knows no bytes. */
function hashable(body: unknown): unknown {
  const form = z.object({ fields: z.unknown(), file: z.object({ filename: z.string(), bytes: z.instanceof(Uint8Array) }) }).safeParse(body);
  if (!form.success) return body;
  const { fields, file } = form.data;
  return { fields, filename: file.filename, sha256: createHash('sha256').update(file.bytes).digest('hex') };
}

/** The row as long as the key is remembered; past that it means nothing, although it may not have vanished yet. */
function remembered(row: Row | null): z.infer<typeof keptRequest> | null {
  if (row === null || (row.expiresAt !== undefined && row.expiresAt * 1000 <= Date.now())) return null;
  return keptRequest.parse(row.body);
}

/** Whether the key was used before for this same request.
 *  @throws AppError `idempotency-mismatch` when it was used for another one. */
export async function wasSeen(table: Table, key: IdempotencyKey): Promise<boolean> {
  const kept = remembered(await table.get(key));
  if (kept) expectSame(kept, key);
  return kept !== null;
}

function expectSame(kept: { requestHash: string }, key: IdempotencyKey): void {
  if (kept.requestHash !== key.requestHash) throw new AppError('idempotency-mismatch');
}

/** Does the work once for all requests with the key, and gives the later ones the first one's answer. A refusal is not kept: nothing was done.
 *  @throws AppError `idempotency-mismatch`, `idempotency-busy`, or what the work throws. */
export async function once(table: Table, key: IdempotencyKey, credential: string, work: () => Promise<Response>): Promise<Response> {
  const row = await table.get(key);
  const kept = remembered(row);
  if (kept) expectSame(kept, key);
  if (kept?.answer !== undefined) return replay(kept.answer, credential);
  if (kept?.startedAt !== undefined && Date.now() - Date.parse(kept.startedAt) < busyMs) throw new AppError('idempotency-busy');
  const condition: Condition = row === null ? { kind: 'absent' } : { kind: 'revision', revision: row.revision };
  const begun = rowOf(key, { startedAt: new Date().toISOString() });
  if (!(await table.put(begun, condition))) throw new AppError('idempotency-busy');
  const response = await work().catch(async (error: unknown) => {
    await release(table, key, begun);
    throw error;
  });
  return keep(table, key, credential, response);
}

/** Frees the key after a refusal, unless somebody took it over meanwhile. */
async function release(table: Table, key: IdempotencyKey, begun: NewRow): Promise<void> {
  const row = await table.get(key);
  if (row && isDeepStrictEqual(row.body, begun.body)) await table.remove(key, { kind: 'revision', revision: row.revision });
}

async function keep(table: Table, key: IdempotencyKey, credential: string, response: Response): Promise<Response> {
  const answer = { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.clone().text() };
  await table.put(rowOf(key, { answer: seal(JSON.stringify(answer), credential) }), { kind: 'none' });
  return response;
}

function replay(answer: string, credential: string): Response {
  const text = unseal(answer, credential);
  if (text === null) throw new AppError('idempotency-mismatch', 'This Idempotency-Key was sent before with another token; use a new key.');
  const { status, type, body } = keptAnswer.parse(JSON.parse(text));
  const headers = { ...closedHeaders, 'content-type': type, 'idempotent-replayed': 'true' };
  return new Response(status === 204 ? null : body, { status, headers });
}

function rowOf(key: IdempotencyKey, state: { startedAt: string } | { answer: string }): NewRow {
  const expiresAt = Math.floor(Date.now() / 1000) + idempotencySec;
  return { pk: key.pk, sk: key.sk, body: { requestHash: key.requestHash, ...state }, expiresAt };
}
