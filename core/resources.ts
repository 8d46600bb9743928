import { routes } from './routes/index.ts';
import * as runnerRoutes from './routes/runner.ts';
import type { Route } from './route.ts';

/** The resources of the API, which are the tags of its routes. In the AWS edition each is a function of its own, `functions/lambdas/<resource>.ts`.
 *  `runner` is what runners alone call: no person's token opens it, codes and sessions stand in the bodies. */
export const resourceNames = [
  'runs',
  'schedules',
  'scripts',
  'versions',
  'python',
  'tokens',
  'uploads',
  'templates',
  'subscriptions',
  'system',
  'runner',
] as const;
export type ResourceName = (typeof resourceNames)[number];

/** A route with a tag that is no resource does not compile here. */
const all: Record<string, Route & { tag: ResourceName }> = { ...routes, ...runnerRoutes };

/** One address of the API, as API Gateway has to know it. */
export interface Address {
  /** In the notation of API Gateway: `/v1/runs/{run}/artifacts/{name+}`, where `+` takes the rest of the path. */
  path: string;
  /** As the functions answer them: HEAD beside each GET. All other methods get 405 by the function itself. */
  methods: string[];
  /** Which function answers. */
  resource: ResourceName;
  /** Whether it stands open, without the authorizer; else the authorizer lets in whoever is known, and the function asks for the route's scope. */
  open: boolean;
}

/** Every address there is. A gateway is made of these alone: one `ANY` method for each, integrated with the function of its resource by a **streaming**
 *  Lambda proxy integration, because all functions of the API answer by `awslambda.HttpResponseStream`. `ANY` instead of single methods, so that
 *  HEAD and 405 are answered as everywhere. `fallback` answers the rest.
 *  @throws Error when two resources share an address, or an address is half open. */
export function addresses(): Address[] {
  const byPath = Map.groupBy(Object.values(all), ({ path }) => path);
  return Array.from(byPath, ([path, [first, ...others]]) => {
    if (!first || others.some(({ tag, scope }) => tag !== first.tag || (scope === null) !== (first.scope === null)))
      throw new Error(`The routes of ${path} must have one tag, and all or none of them a scope.`);
    const methods = [first, ...others].flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return { path: path.replace('/artifacts/{name}', '/artifacts/{name+}'), methods, resource: first.tag, open: first.scope === null };
  });
}

/** Names of the operations of a resource. */
export function operationsOf(resource: ResourceName): string[] {
  return Object.entries(all).flatMap(([operation, { tag }]) => (tag === resource ? [operation] : []));
}

/** Answers what no address fits (`ANY /{proxy+}` and `ANY /`, open): 404 as problem details. */
export const fallback: ResourceName = 'system';
