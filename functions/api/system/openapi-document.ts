import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import type { Route } from '../../../core/route.ts';
import { routes } from '../../../core/routes/index.ts';
import { problem } from '../../../core/schemas/problem.ts';
import { answerResponses } from './openapi-answers.ts';
import { nameSchemas } from './openapi-components.ts';
import { problemResponses } from './openapi-problems.ts';

/** The API as an OpenAPI 3.1 document, made of the route table alone. */
export function openapiDocument(version: string) {
  nameSchemas();
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Runlet',
      version,
      description:
        "Runs a team's Python scripts: versioned, isolated, limited, recorded. Lists are `{items, nextCursor}`; refusals are problem details (RFC 9457) with a stable `code`.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(routes).map(({ tag }) => tag))].map((name) => ({ name })),
    components: {
      schemas: { Problem: problem },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'An API token; `runlet token create` makes one.' } },
    },
    paths: paths(),
  });
}

function paths(): ZodOpenApiPathsObject {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const methods = (all[route.path] ??= {});
    methods[route.method.toLowerCase()] = operation(name, route);
  }
  return all;
}

function operation(operationId: string, route: Route): ZodOpenApiOperationObject {
  const scope = route.scope === null ? 'Open to everybody.' : `Needs the scope \`${route.scope}\`.`;
  return {
    operationId,
    summary: route.summary,
    description: scope,
    tags: [route.tag],
    security: route.scope === null ? [] : [{ bearer: [] }],
    requestParams: { path: route.params, query: route.query, header: headers(route) },
    ...requestBody(route),
    responses: { ...answerResponses(route), ...problemResponses(route) },
  };
}

function headers(route: Route): z.ZodObject {
  const key = z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .describe('makes the request safe to repeat for 24 hours: the same key gives the same answer and does nothing twice');
  const lastId = z.string().optional().describe('the id of the last event that was heard, to resume behind it');
  return z.object({
    ...(route.method === 'POST' ? { 'Idempotency-Key': key } : {}),
    ...(route.answer.kind === 'events' ? { 'Last-Event-ID': lastId } : {}),
  });
}

function requestBody({ body }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body.kind === 'none' || body.kind === 'unread') return {};
  if (body.kind === 'json') {
    return { requestBody: { required: !body.schema.safeParse({}).success, content: { 'application/json': { schema: body.schema } } } };
  }
  const file = z.string().meta({ override: { type: 'string', contentMediaType: 'application/octet-stream' } });
  return { requestBody: { required: true, content: { 'multipart/form-data': { schema: body.fields.extend({ [body.file]: file }) } } } };
}
