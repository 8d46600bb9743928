import type { Identity } from '../../../functions/ports/identity.ts';
import type { Sessions } from '../sessions.ts';
import { docsAsset } from './assets.ts';
import { docsPage, signInPage } from './pages.ts';

export interface DocsOptions {
  identity: Identity;
  /** Folder with the files of `swaggerFiles`. */
  docsDir: string;
}

/** Answers `/`, `/docs` and what is below it; null for every other address. */
export type Docs = (request: Request) => Promise<Response | null>;

/** The pages that show the API. A browser signs in by `/docs?token=` or by the form, and holds a cookie from then on. */
export function createDocs({ identity, docsDir }: DocsOptions, sessions: Sessions): Docs {
  const signIn = async (token: string) => {
    if ((await identity.actorOf(token)) === null) return signInPage('This token is unknown, expired or revoked.');
    return new Response(null, {
      status: 303,
      headers: {
        location: '/docs',
        'set-cookie': sessions.cookieFor(token),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      },
    });
  };
  const isSignedIn = async (request: Request) => {
    const token = sessions.tokenOf(request) ?? request.headers.get('authorization')?.replace(/^bearer +/i, '');
    return token ? (await identity.actorOf(token)) !== null : false;
  };
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/') return new Response(null, { status: 302, headers: { location: '/docs' } });
    if (pathname !== '/docs' && !pathname.startsWith('/docs/')) return null;
    if (request.method === 'POST' && pathname === '/docs') return signIn(await postedToken(request));
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    const token = searchParams.get('token');
    if (pathname === '/docs' && token !== null) return signIn(token);
    if (!(await isSignedIn(request))) return signInPage('This page needs a token.');
    return pathname === '/docs' ? docsPage() : docsAsset(docsDir, pathname.slice('/docs/'.length));
  };
}

/** A token is short, so a form that says it is long is not read. */
async function postedToken(request: Request): Promise<string> {
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!isForm || !(length <= 4096)) return '';
  return new URLSearchParams(await request.text()).get('token')?.trim() ?? '';
}
