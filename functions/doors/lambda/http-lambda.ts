import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import { createApp } from '../app.ts';
import { closedHeaders } from '../closed-headers.ts';
import type { Operation } from '../operation.ts';
import type { Services } from '../../services.ts';
import { callerIdentity } from './caller.ts';
import { gatewayEvent } from './gateway-event.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { lateBody, within } from './late-answer.ts';
import { observed } from './observed.ts';
import type { Invocation, Observer } from './observer.ts';
import { requestOf } from './request-of.ts';
import { watched } from './watched-body.ts';

export interface HttpLambdaOptions {
  operations: Partial<Record<string, Operation>>;
  /** Who calls is told by the gateway, so an Identity is not asked for. */
  services: Omit<Services, 'identity'>;
  observer: Observer;
  /** How long an answer of JSON may take before a space is sent, and from space to space, in milliseconds. The gateway waits 29 s for the first byte. */
  patienceMs?: number;
}

/** What is left of the function's own time when its answer has to come to an end. */
const lastMs = 5_000;

/** What the gateway is told before the body. AWS docs: "Lambda proxy integration format for response streaming". */
interface GatewayAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array>;
}

/** Makes the handler of a Lambda behind API Gateway's streaming proxy integration: the operations answer as behind every other door, bytes, JSON and
 *  events alike, each chunk as it comes. JSON that takes long is preceded by spaces, with the status 200 whatever comes of it.
 *  To be called while AWS's runtime loads the module, because middy asks for its `awslambda` at once. */
export function httpLambda(options: HttpLambdaOptions) {
  const { observer } = options;
  return observed(observer, { executionMode: executionModeStreamifyResponse }).handler(async (event: unknown, context: Invocation) =>
    answer(options, gatewayEvent.parse(event), context),
  );
}

async function answer(options: HttpLambdaOptions, event: GatewayEvent, context: Invocation): Promise<GatewayAnswer> {
  const { services, operations, patienceMs = 10_000 } = options;
  const began = Date.now();
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  const deadline = setTimeout(leave, Math.max(0, context.getRemainingTimeInMillis() - lastMs));
  const app = createApp(operations, { ...services, identity: callerIdentity(event) });
  const response = app(requestOf(event, leaving.signal));
  const soon = isPatient(operations, event) ? await within(response, patienceMs) : await response;
  const body = watched(soon ? soon.body : lateBody(response, patienceMs), {
    resumes: soon?.headers.get('content-type') === 'text/event-stream',
    gone: leave,
    done: async (how) => {
      clearTimeout(deadline);
      const { status, headers } = await response;
      const requestId = headers.get('x-request-id') ?? '';
      services.settings.log('info', 'answered', { requestId, ...factsOf(event), status, how, ms: Date.now() - began });
    },
  });
  return soon
    ? { statusCode: soon.status, headers: Object.fromEntries(soon.headers), body }
    : { statusCode: 200, headers: { ...closedHeaders, 'content-type': 'application/json' }, body };
}

/** Whether what answers is JSON: only that may be preceded by spaces. */
function isPatient(operations: HttpLambdaOptions['operations'], { httpMethod, resource }: GatewayEvent): boolean {
  return Object.values(operations).some(
    (operation) => operation?.route.method === httpMethod && operation.route.path === resource && operation.route.answer.kind === 'json',
  );
}

/** The address without what was in it, and the run that it was about. */
function factsOf({ httpMethod, resource, pathParameters }: GatewayEvent): Record<string, string> {
  const run = pathParameters?.['run'];
  return { route: `${httpMethod} ${resource}`, ...(run === undefined ? {} : { runId: run.slice(0, 40) }) };
}
