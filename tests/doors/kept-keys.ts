import * as z from 'zod';
import { answers, noBody, nothing } from '../../core/route.ts';
import type { Route } from '../../core/route.ts';
import type { GivenDoor } from './given-door.ts';

/** The rows of the key `k1`, whichever token it was sent with. */
export async function keptRows({ services }: GivenDoor, route: string) {
  const { items } = await services.stores.tokens.list({});
  const keys = items.map(({ id }) => `IDEM#${id}#${route}#k1`);
  return (await Promise.all(keys.map((pk) => services.table.get({ pk, sk: 'META' })))).filter((row) => row !== null);
}

/** Lets a day go by for the key `k1`: its row has not vanished, but is no longer to be minded. */
export async function expire(door: GivenDoor, route: string): Promise<void> {
  for (const { pk, sk, body } of await keptRows(door, route))
    await door.services.table.put({ pk, sk, body, expiresAt: Math.floor(Date.now() / 1000) - 1 }, { kind: 'none' });
}

/** A POST whose handler the test writes. */
export const slowRoute = {
  method: 'POST',
  path: '/v1/slow',
  summary: 'Slow',
  tag: 'things',
  scope: 'runs:write',
  params: nothing,
  query: nothing,
  body: noBody,
  answer: answers(201, z.object({ done: z.boolean() })),
  errors: [],
} as const satisfies Route;
