import { describe, expect, test } from 'vitest';
import { openapi } from '../../functions/api/system/openapi.ts';
import { swaggerFiles } from '../../local/http/docs/assets.ts';
import { echo } from '../doors/things.ts';
import { givenServer } from './given-server.ts';

/** Opens the link with its token as a browser does, and gives the cookie that it then holds. */
async function givenBrowser() {
  const server = await givenServer([openapi, echo]);
  const response = await fetch(`${server.url}/docs?token=${server.token}`, { redirect: 'manual' });
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return {
    ...server,
    response,
    cookie,
    open: async (path: string, init: { method?: string; body?: string; type?: string } = {}) =>
      fetch(`${server.url}${path}`, {
        redirect: 'manual',
        method: init.method ?? 'GET',
        body: init.body ?? null,
        headers: { cookie, 'content-type': init.type ?? 'text/plain' },
      }),
  };
}

describe('the link with a token', () => {
  test('sets a cookie for this site alone and takes the token out of the address', async () => {
    const { response } = await givenBrowser();
    expect([response.status, response.headers.get('location')]).toEqual([303, '/docs']);
    expect(response.headers.get('set-cookie')).toMatch(/^runlet_session=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('puts no token into the cookie that another server on this machine could use', async () => {
    const { cookie, token, url } = await givenBrowser();
    expect(cookie).not.toContain(token);
    const response = await fetch(`${url}/openapi.json`, { headers: { authorization: `Bearer ${cookie.split('=')[1]}` } });
    expect(response.status).toBe(401);
  });

  test('with a wrong token says so', async () => {
    const { url } = await givenServer([]);
    const response = await fetch(`${url}/docs?token=rlt_wrong`, { redirect: 'manual' });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await response.text()).toContain('This token is unknown, expired or revoked.');
  });
});

describe('the page', () => {
  test('without a token is a sentence and a place to paste one', async () => {
    const { url, token } = await givenServer([]);
    const page = await fetch(`${url}/docs`);
    expect([page.status, await page.text()]).toEqual([
      401,
      expect.stringMatching(/This page needs a token\. [^]*<form method="post" action="\/docs">/),
    ]);
    const signedIn = await fetch(`${url}/docs`, { method: 'POST', body: new URLSearchParams({ token }), redirect: 'manual' });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/docs']);
  });

  test('loads everything from this server, and may load nothing from elsewhere', async () => {
    const { open } = await givenBrowser();
    const page = await open('/docs');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const loaded = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(loaded).toHaveLength(4);
    for (const address of loaded) expect([address, (await open(address)).status]).toEqual([address, 200]);
  });

  test('shows the document of the API, which its cookie opens', async () => {
    const { open } = await givenBrowser();
    expect(await (await open('/docs/start.js')).text()).toContain("url: '/openapi.json'");
    expect(await (await open('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  });

  test('is where the bare address leads', async () => {
    const { url } = await givenServer([]);
    expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe('/docs');
  });
});

describe('what lies below the page', () => {
  test('is given to browsers that are signed in alone', async () => {
    const { url } = await givenServer([]);
    for (const name of swaggerFiles) expect((await fetch(`${url}/docs/${name}`)).status).toBe(401);
  });

  test.each([['/docs/package.json'], ['/docs/..%2Fpackage.json'], ['/docs/%2e%2e/%2e%2e/etc/passwd'], ['/docs/']])(
    'is nothing but the files of the viewer: not %s',
    async (path) => {
      const { open } = await givenBrowser();
      expect((await open(path)).status).toBe(404);
    },
  );
});

test('a cookie opens no operation that changes anything', async () => {
  const { open } = await givenBrowser();
  const response = await open('/v1/things/x', { method: 'POST', body: '{"name":"a"}', type: 'application/json' });
  expect(response.status).toBe(401);
});

test('a grant needs no token, because its address is one', async () => {
  const { url } = await givenServer([]);
  expect(await (await fetch(`${url}/grants/1`)).text()).toBe('granted');
});
