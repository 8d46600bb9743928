import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { errors } from '../../../core/errors.ts';
import type { ErrorCode } from '../../../core/errors.ts';
import type { Route } from '../../../core/route.ts';

/** The refusals of an operation, one response per status with the codes that it may carry. */
export function problemResponses(route: Route): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(codesOf(route), (code) => String(errors[code].status));
  return Object.fromEntries(Object.entries(byStatus).map(([status, codes]) => [status, response(codes ?? [])]));
}

/** The route's own refusals and those of every door: of whom it lets in, of what it can read, of keys that it has seen; on AWS also of how much
 *  the gateway, the table and the buckets take at once. */
function codesOf(route: Route): ErrorCode[] {
  const writes = route.method !== 'GET';
  return [
    ...new Set<ErrorCode>([
      'bad-request',
      'wrong-host',
      'wrong-origin',
      'internal',
      'too-many-requests',
      'no-capacity',
      ...(route.scope === null ? [] : (['unauthenticated', 'forbidden'] as const)),
      ...(writes ? (['bad-json', 'too-large', 'unsupported-media-type'] as const) : []),
      ...(route.method === 'POST' ? (['idempotency-mismatch', 'idempotency-busy'] as const) : []),
      ...(route.path.includes('{') ? (['no-route'] as const) : []),
      ...route.errors,
    ]),
  ].toSorted();
}

function response(codes: ErrorCode[]): ZodOpenApiResponseObject {
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] };
  const description = codes.map((code) => `\`${code}\`: ${errors[code].title}.`).join(' ');
  return { description, content: { 'application/problem+json': { schema } } };
}
