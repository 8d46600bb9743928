import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { answers, jsonBody, noBody, nothing } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import { http } from '../../functions/doors/http.ts';

const base = {
  summary: 'A thing of the tests',
  tag: 'things',
  scope: 'scripts:write',
  params: nothing,
  query: nothing,
  body: noBody,
  errors: [],
} as const;

const thing = z.strictObject({
  name: z.string().min(1).max(5),
  size: z.int().min(1).max(9).optional(),
  color: z.enum(['red', 'blue']).optional(),
  tags: z.record(z.string().regex(/^[a-z]+$/, 'lower-case letters'), z.number()).optional(),
  from: z.union([z.strictObject({ id: z.string() }), z.strictObject({ text: z.string(), kind: z.string().optional() })]).optional(),
});

const echoRoute = {
  ...base,
  method: 'POST',
  path: '/v1/things/{name}',
  params: z.strictObject({ name: z.string().max(20) }),
  query: z.strictObject({ wait: z.coerce.number().max(25).optional(), mode: z.string().optional() }),
  body: jsonBody(thing, 2000),
  answer: answers(201, z.object({ id: z.string(), body: thing, query: z.json(), actor: z.string() })),
} as const satisfies Route;

let made = 0;
/** Answers with what it was called with, and a new id each time. */
export const echo = http(echoRoute, async ({ body, query, actor }) => {
  made += 1;
  if (body.name === 'taken') throw new AppError('name-taken');
  return { id: `thing-${made}`, body, query: { ...query }, actor: actor.id };
});

/** Answers with a field that its schema does not name. */
export const leaky = http(
  { ...base, method: 'GET', path: '/v1/leaky', answer: answers(200, z.object({ name: z.string() })) } as const satisfies Route,
  async () => {
    const row = { name: 'shown', tokenHash: 'hidden' };
    return row;
  },
);

export const open = http(
  { ...base, method: 'GET', path: '/v1/open', scope: null, answer: answers(200, z.object({ ok: z.boolean() })) } as const satisfies Route,
  async () => ({ ok: true }),
);

export const broken = http(
  { ...base, method: 'GET', path: '/v1/broken', scope: null, answer: { kind: 'nothing' } } as const satisfies Route,
  async () => {
    throw new TypeError('password=hunter2 in /srv/secret.ts');
  },
);

export const remove = http(
  {
    ...base,
    method: 'DELETE',
    path: '/v1/things/{name}',
    params: z.strictObject({ name: z.string() }),
    answer: { kind: 'nothing' },
  } as const satisfies Route,
  async () => null,
);

const uploadRoute = {
  ...base,
  method: 'POST',
  path: '/v1/upload',
  body: { kind: 'multipart', file: 'file', fields: z.strictObject({ note: z.string().max(5).optional() }), maxBytes: 2000 },
  answer: answers(201, z.object({ filename: z.string(), text: z.string(), note: z.string().nullable(), id: z.int() })),
} as const satisfies Route;

export const upload = http(uploadRoute, async ({ body }) => {
  made += 1;
  return { filename: body.file.filename, text: new TextDecoder().decode(body.file.bytes), note: body.fields.note ?? null, id: made };
});

const page = { ...base, method: 'GET', path: '/v1/page', answer: { kind: 'bytes' } } as const satisfies Route;
export const bytes = http(page, async () => ({
  body: '<script>alert(1)</script>',
  type: 'text/html',
  bytes: 25,
  filename: 'Bericht "März".html',
}));
