import type { Route } from '../../core/route.ts';
import type { Services } from '../services.ts';
import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { idempotencyKey, once, wasSeen } from './idempotency.ts';
import type { Call, Handler, Operation } from './operation.ts';
import { parse } from './parse.ts';
import { logFault, newRequestId, problem } from './problem.ts';
import { problemPage } from './problem-page.ts';
import { respond, withHeaders } from './respond.ts';

/** A call whose body is known to fit the route's schema, which the compiler cannot follow through a schema held in a variable. */
type AnyCall = Omit<Call<Route>, 'body'> & { body: unknown };

/** Makes an operation of a route and its handler: credentials, scope, parsing, idempotency, the answer and every refusal are done here, so that
 *  the handler only does what it is named after. The handler returns the route's answer or throws an AppError.
 *  Its type stands as a conditional one because TypeScript then knows the answer's literals (`status: 'ok'`) while it reads the handler. */
export function http<R extends Route>(route: R, handler: R extends Route ? Handler<R> : never): Operation;
export function http(route: Route, handler: (call: AnyCall) => Promise<unknown>): Operation {
  return {
    route,
    async handle(request, params, services) {
      const facts = { requestId: newRequestId(), where: `${route.method} ${route.path}`, log: services.settings.log };
      try {
        const run = async (call: AnyCall) => respond(route, call, await handler(call), (error) => logFault(error, facts));
        return withHeaders(await answer(route, run, request, params, services), { 'x-request-id': facts.requestId });
      } catch (error) {
        const refusal = problem(error, facts);
        return route.answer.kind === 'html' ? await problemPage(refusal) : refusal;
      }
    },
  };
}

async function answer(
  route: Route,
  handle: (call: AnyCall) => Promise<Response>,
  request: Request,
  texts: Record<string, string>,
  services: Services,
): Promise<Response> {
  const { actor, credential } = await authenticate(request, route.scope, services.identity);
  authorize(actor, route.scope);
  const url = new URL(request.url);
  const parsed = await parse(route, request, texts, url.searchParams);
  const idempotency = idempotencyKey(request, route, actor, parsed);
  const call = {
    ...parsed,
    actor,
    services,
    idempotency,
    lastEventId: request.headers.get('last-event-id'),
    signal: request.signal,
    origin: url.origin,
  };
  const run = async () => handle(call);
  if (idempotency === null) return run();
  if (!route.createsRun) return once(services.table, idempotency, credential, run);
  const seen = await wasSeen(services.table, idempotency);
  return seen ? withHeaders(await run(), { 'idempotent-replayed': 'true' }) : run();
}
