import type { GatewayEvent } from './gateway-event.ts';

/** The request as it was sent to the API, under the name by which it was reached. @param signal aborts when the caller is gone. */
export function requestOf(event: GatewayEvent, signal: AbortSignal): Request {
  const method = event.httpMethod.toUpperCase();
  // Behind the origin, not resolved against it: a path may begin with two slashes, which would name another host.
  const url = new URL(`https://${event.requestContext.domainName ?? 'localhost'}${pathOf(event)}`);
  url.search = queryOf(event).toString();
  const takesBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers: headersOf(event), body: takesBody ? bodyOf(event) : null, signal });
}

/** The path without the stage, which stands before it on some ways in (base paths of domains, emulators). */
function pathOf({ path, resource, requestContext: { stage } }: GatewayEvent): string {
  const prefix = `/${stage ?? ''}/`;
  const staged = stage && path.startsWith(prefix) && !resource.startsWith(prefix);
  return withoutDots(asSent(staged ? path.slice(prefix.length - 1) : path));
}

/** Encodes what no address can hold as it stands, for ways in that decode the path; what is encoded already stays as it is. */
function asSent(path: string): string {
  return path.toWellFormed().replaceAll(/[^!-~]|["#<>?\\^`{|}]|%(?![\da-f]{2})/giu, (character) => encodeURIComponent(character));
}

/** `.` and `..` as names like any other, of which there are none: an address would be shortened by them, to one that the gateway was not asked for. */
function withoutDots(path: string): string {
  return path.replaceAll(/(?<=\/)(?:\.|%2e){1,2}(?=\/|$)/gi, (part) => part.replaceAll(/\.|%2e/gi, '%252e'));
}

function queryOf({ multiValueQueryStringParameters: several, queryStringParameters: one }: GatewayEvent): URLSearchParams {
  return new URLSearchParams(several ? pairsOf(several) : (one ?? {}));
}

function headersOf({ multiValueHeaders: several, headers: one }: GatewayEvent): Headers {
  const headers = new Headers();
  for (const [name, value] of several ? pairsOf(several) : Object.entries(one ?? {})) headers.append(name, onOneLine(value));
  return headers;
}

/** Bytes above ASCII as other ways in tell them, one character each, and nothing that would end the line: nobody's header may cost a fault of ours. */
function onOneLine(value: string): string {
  return Buffer.from(value.replaceAll(/[\0\r\n]/g, '?')).toString('latin1');
}

/** Each value with its name, so that what was sent several times stays so. */
function pairsOf(several: Record<string, string[]>): [string, string][] {
  return Object.entries(several).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}

function bodyOf({ body, isBase64Encoded }: GatewayEvent): Uint8Array<ArrayBuffer> | string | null {
  if (body === null || body === undefined) return null;
  return isBase64Encoded ? Buffer.from(body, 'base64') : body;
}
