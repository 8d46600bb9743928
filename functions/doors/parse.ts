import { AppError } from '../../core/errors.ts';
import { nothing } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import { unreachable } from '../../core/unreachable.ts';
import { refuseUnless } from './field-errors.ts';
import { readBody } from './read-body.ts';
import { readJson } from './read-json.ts';
import { readMultipart } from './read-multipart.ts';

/** What a request says, fitted to its route's schemas. */
export interface Parsed {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** Bodies of operations that take none: `{}` passes, anything in it is named as unknown. */
const emptyBodyBytes = 64 * 1024;

/** Reads path parameters, query and body by the route's schemas. Unknown fields are refused.
 *  @throws AppError `bad-request` with the fields, or what reading the body throws. */
export async function parse(route: Route, request: Request, texts: Record<string, string>, search: URLSearchParams): Promise<Parsed> {
  const params = refuseUnless(route.params, texts);
  const query = refuseUnless(route.query, once(search));
  return { params, query, body: await parseBody(route, request) };
}

async function parseBody(route: Route, request: Request): Promise<unknown> {
  const { body } = route;
  switch (body.kind) {
    case 'none': {
      refuseUnless(nothing, await readJson(request, emptyBodyBytes));
      return null;
    }
    case 'json':
      return refuseUnless(body.schema, await readJson(request, body.maxBytes));
    case 'multipart':
      return readMultipart(request, body);
    case 'unread': {
      await readBody(request, body.maxBytes);
      return null;
    }
    default:
      return unreachable(body);
  }
}

function once(search: URLSearchParams): Record<string, string> {
  const fields = [...new Set(search.keys())]
    .filter((name) => search.getAll(name).length > 1)
    .map((name) => ({ field: name, expected: 'given once', got: `given ${search.getAll(name).length} times` }));
  if (fields.length > 0) throw new AppError('bad-request', undefined, fields);
  return Object.fromEntries(search);
}
