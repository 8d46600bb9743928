import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Route } from '../../../core/route.ts';
import { unreachable } from '../../../core/unreachable.ts';
import { eventsDescription, sentEvent } from './openapi-events.ts';

const anyBytes = { type: 'string', contentEncoding: 'binary' } as const;

/** What an operation answers when all goes well. */
export function answerResponses(route: Route): ZodOpenApiResponsesObject {
  const { answer } = route;
  switch (answer.kind) {
    case 'json': {
      const response = { description: route.summary, content: { 'application/json': { schema: answer.schema } } };
      return { [`${answer.status}`]: response, ...waited(route, response) };
    }
    case 'bytes':
      return {
        200: { description: 'The bytes as they are, with the type that their ending tells.', content: { '*/*': { schema: anyBytes } } },
        303: { description: 'They are many, and lie at the address in `location`, for 15 minutes and without a token.' },
      };
    case 'html':
      return { 200: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } } };
    case 'events':
      return { 200: { description: eventsDescription, content: { 'text/event-stream': { schema: sentEvent(answer.schema) } } } };
    case 'nothing':
      return { 204: { description: 'Done; there is nothing to tell.' } };
    default:
      return unreachable(answer);
  }
}

/** A run that was waited for to its end is told with 200 in place of 201. */
function waited(route: Route, response: ZodOpenApiResponseObject): ZodOpenApiResponsesObject {
  const asks = route.createsRun && Object.hasOwn(route.query.shape, 'wait');
  return asks ? { 200: { ...response, description: 'The run has ended within `wait` seconds.' } } : {};
}
