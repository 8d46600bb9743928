import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Route } from '../../core/route.ts';
import { routes } from '../../core/routes/index.ts';
import { http } from '../../functions/doors/http.ts';
import { givenDoor } from './given-door.ts';

const all: [string, Route][] = Object.entries(routes);
const taking = all.filter(([, route]) => route.method !== 'GET');

/** The route's door before a handler that refuses, so that whatever passes the door ends with 409. */
function doorOf(route: Route) {
  return http(route, async () => {
    throw new AppError('conflict');
  });
}

const target = (route: Route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '1')}`;

describe('no request breaks the door', () => {
  test.each(taking)('of %s, whatever JSON comes', async (_, route) => {
    const { send } = await givenDoor(doorOf(route));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (json) => {
        expect((await send(target(route), { json })).status).toBeLessThan(500);
      }),
      { numRuns: 40 },
    );
  });

  test.each(taking)('of %s, whatever bytes come', async (_, route) => {
    const { send } = await givenDoor(doorOf(route));
    const types = fc.constantFrom('application/json', 'multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), types, async (body, type) => {
        expect((await send(target(route), { body: body.slice(), headers: { 'content-type': type } })).status).toBeLessThan(500);
      }),
      { numRuns: 20 },
    );
  });

  test.each(all)('of %s, whatever stands in path and query', async (_, route) => {
    const { send } = await givenDoor(doorOf(route));
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), fc.string(), async (path, query, key) => {
        const { pathname } = new URL(`http://x${path}`);
        const place = route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(pathname.slice(1) || '1'));
        expect(
          (await send(`${route.method} ${place}?${query}`, { headers: { 'idempotency-key': encodeURIComponent(key) } })).status,
        ).toBeLessThan(500);
      }),
      { numRuns: 20 },
    );
  });
});
