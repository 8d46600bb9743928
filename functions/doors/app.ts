import type { Services } from '../services.ts';
import type { Operation } from './operation.ts';
import { newRequestId, problem } from './problem.ts';
import { withHeaders } from './respond.ts';
import { createRouter, MethodNotAllowed } from './router.ts';

/** The API as a function from request to answer; it never rejects. A server, a Lambda and a test in memory carry it alike. */
export type App = (request: Request) => Promise<Response>;

/** Makes the app of these operations; their route tables alone say what addresses there are. */
export function createApp(operations: Partial<Record<string, Operation>>, services: Services): App {
  const route = createRouter(Object.values(operations).filter((operation) => operation !== undefined));
  return async (request) => {
    const response = await answer(request);
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };

  async function answer(request: Request): Promise<Response> {
    try {
      const { operation, params } = route(request.method, new URL(request.url).pathname);
      return await operation.handle(request, params, services);
    } catch (error) {
      const response = problem(error, { requestId: newRequestId(), where: request.method, log: services.settings.log });
      return error instanceof MethodNotAllowed ? withHeaders(response, { allow: error.allow.join(', ') }) : response;
    }
  }
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}
