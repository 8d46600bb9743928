import { TrieRouter } from 'hono/router/trie-router';
import { AppError } from '../../core/errors.ts';
import type { Route } from '../../core/route.ts';
import type { Operation } from './operation.ts';

/** Finds the operation of a method and a path (percent-encoded, as sent), with its path parameters as text.
 *  @throws AppError `no-route`, `bad-request` for wrong percent-encoding; MethodNotAllowed with the methods that the path has. */
export type Router = (method: string, path: string) => { operation: Operation; params: Record<string, string> };

/** The path is known, but not with this method. */
export class MethodNotAllowed extends AppError {
  readonly allow: readonly string[];

  constructor(method: string, allow: readonly string[]) {
    super('method-not-allowed', `The address exists, but not with ${method}; it takes ${allow.join(', ')}.`);
    this.allow = allow;
  }
}

/** Makes the router of these operations; a HEAD is routed as the GET it stands for. */
export function createRouter(operations: readonly Operation[]): Router {
  const trie = new TrieRouter<Operation>();
  for (const operation of operations.toSorted(byFreedom)) trie.add(operation.route.method, pattern(operation.route), operation);
  const methods = [...new Set(operations.map(({ route }) => route.method))];
  return (method, path) => {
    const found = lookUp(trie, method === 'HEAD' ? 'GET' : method, path);
    if (found) return { operation: found.operation, params: decoded(found.params) };
    const others = methods.flatMap((other) => lookUp(trie, other, path)?.operation ?? []).toSorted(byFreedom);
    const [nearest] = others;
    if (!nearest) throw new AppError('no-route');
    // A fixed address may also read as a name (`/v1/scripts/upload`); what is told is what the document says of the fixed one.
    const allow = others.filter(({ route }) => route.path === nearest.route.path).map(({ route }) => route.method);
    throw new MethodNotAllowed(
      method,
      allow.flatMap((other) => (other === 'GET' ? ['GET', 'HEAD'] : [other])),
    );
  };
}

/** Fixed addresses first, because the router gives the first one that fits. */
function byFreedom(one: Operation, other: Operation): number {
  return one.route.path.split('{').length - other.route.path.split('{').length;
}

function lookUp(
  trie: TrieRouter<Operation>,
  method: string,
  path: string,
): { operation: Operation; params: Record<string, string> } | null {
  const [handlers] = trie.match(method, path);
  const [first] = handlers;
  if (!first) return null;
  const params = Object.entries(first[1]).map(([name, value]) => [name, String(value)]);
  return { operation: first[0], params: Object.fromEntries(params) };
}

/** `{name}` is one part of the path, except for an artifact, whose name is itself a path. */
function pattern(route: Route): string {
  return route.path.replace('/artifacts/{name}', '/artifacts/:name{.+}').replaceAll(/\{(\w+)\}/g, ':$1');
}

function decoded(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(name, value)]));
}

function decode(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new AppError('bad-request', undefined, [
      { field: name, expected: 'percent-encoded UTF-8', got: JSON.stringify(value).slice(0, 80) },
    ]);
  }
}
