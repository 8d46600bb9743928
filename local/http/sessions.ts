import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../../functions/doors/seal.ts';

const cookieName = 'runlet_session';

/** Signs browsers in. A browser sends cookies to every port of a host, so what the cookie holds is of use to this process alone: the token,
 *  sealed with a key that lives as long as the process. */
export interface Sessions {
  /** The Set-Cookie header that signs a browser in. */
  cookieFor(token: string): string;
  /** The token of a browser that is signed in, or null. */
  tokenOf(request: Request): string | null;
  /** The request with the browser's token in place of its cookie. Reading only: another site can make a browser send a form. */
  signedIn(request: Request): Request;
}

export function createSessions(): Sessions {
  const key = randomBytes(32).toString('base64');
  const tokenOf = (request: Request) => {
    const value = cookieOf(request);
    return value === null ? null : unseal(value, key);
  };
  return {
    cookieFor: (token) =>
      `${cookieName}=${Buffer.from(seal(token, key), 'base64').toString('base64url')}; Path=/; HttpOnly; SameSite=Strict`,
    tokenOf,
    signedIn(request) {
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads || request.headers.has('authorization')) return request;
      const token = tokenOf(request);
      if (token === null) return request;
      const headers = new Headers(request.headers);
      headers.set('authorization', `Bearer ${token}`);
      return new Request(request.url, { method: request.method, headers, signal: request.signal });
    },
  };
}

function cookieOf(request: Request): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === cookieName && value) return value;
  }
  return null;
}
