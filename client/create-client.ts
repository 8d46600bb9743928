import type { Route } from '../core/route.ts';
import { routes } from '../core/routes/index.ts';
import { unreachable } from '../core/unreachable.ts';
import { buildRequest } from './build-request.ts';
import { follow } from './follow.ts';
import { bodyOf, expectGood } from './runlet-error.ts';
import { sender } from './send.ts';
import type { AnyRequest, Client, ClientOptions, Fetch } from './types.ts';

/** Makes a client with one method per operation: `client.startRun({ params: { script: 'hello' }, query: { wait: 10 }, body: { input: {} } })`.
 *  Methods reject with a RunletError. */
export function createClient(options: ClientOptions): Client;
export function createClient(options: ClientOptions): unknown {
  const send = sender(options);
  const methods = Object.entries(routes).map(([name, route]) => [name, (call: AnyRequest = {}) => run(options, send, route, call)]);
  return { ...Object.fromEntries(methods), fetch: send };
}

function run(options: ClientOptions, send: Fetch, route: Route, call: AnyRequest): unknown {
  const { answer } = route;
  if (answer.kind === 'events') return follow(send, (headers) => buildRequest(options, route, call, headers), answer.schema, call.signal);
  const response = send(buildRequest(options, route, call)).then(expectGood);
  switch (answer.kind) {
    case 'json':
      return response.then(async (good) => answer.schema.parse(await bodyOf(good)));
    case 'bytes':
    case 'html':
      return response;
    case 'nothing':
      return response.then(() => undefined);
    default:
      return unreachable(answer);
  }
}
