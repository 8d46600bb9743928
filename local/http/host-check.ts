import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { AppError } from '../../core/errors.ts';

/** Where the server listens: the host as it was told (`127.0.0.1`, a name, or `0.0.0.0`) and the port that it got. */
export interface Listening {
  host: string;
  port: number;
  /** Address under which a proxy in front of the server passes requests on, if there is one. */
  publicUrl?: string;
}

/** Refuses requests that a page of another site made a browser send: a name that somebody pointed at this machine (DNS rebinding) stands in
 *  Host, the foreign page in Origin.
 *  @throws AppError `wrong-host`, `wrong-origin`. */
export function checkHost(request: Request, listening: Listening): void {
  const host = request.headers.get('host') ?? '';
  const url = new URL(request.url);
  const open = listening.publicUrl === undefined ? null : new URL(listening.publicUrl);
  const isPublic = open !== null && url.host === new URL(`http://${open.host}`).host;
  if ((!isPublic && !isOurs(url, listening)) || (host.toLowerCase() !== url.host && host.toLowerCase() !== `${url.host}:80`)) {
    throw new AppError(
      'wrong-host',
      `The Host header names ${JSON.stringify(host.slice(0, 100))}, and this server answers as ${addressOf(listening)}; use that, or start it with --host.`,
    );
  }
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== (isPublic ? open.origin : url.origin)) throw new AppError('wrong-origin');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && request.headers.get('sec-fetch-site') === 'cross-site') throw new AppError('wrong-origin');
}

/** The address under which people on this machine reach the server, `127.0.0.1:4400`. */
export function addressOf({ host, port }: Listening): string {
  const name = isAny(host) ? '127.0.0.1' : host;
  return `${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}

function isOurs(url: URL, { host, port }: Listening): boolean {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (Number(url.port || 80) !== port) return false;
  if (isLoopback(name) || name === host.toLowerCase()) return true;
  return isAny(host) && (isIP(name) !== 0 || name === hostname().toLowerCase());
}

/** A name cannot be rebound to a site when it is an address, so a server that listens on all of them answers to any. */
function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
