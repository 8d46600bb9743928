import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { answers, noBody, nothing } from '../../../core/route.ts';
import type { Route } from '../../../core/route.ts';
import { runEvent } from '../../../core/schemas/log.ts';
import { http } from '../../../functions/doors/http.ts';
import { httpLambda } from '../../../functions/doors/lambda/http-lambda.ts';
import { createObserver } from '../../../functions/lambdas/observer.ts';
import { createServices } from '../../../functions/lambdas/services.ts';

/** A function of the tests, bundled and made as those of the API are, whose operations take their time. */
const base = { summary: 'A thing', tag: 'things', scope: null, params: nothing, query: nothing, body: noBody, errors: [] } as const;

const follow = http(
  { ...base, method: 'GET', path: '/events', answer: { kind: 'events', schema: runEvent } } as const satisfies Route,
  async ({ signal }) =>
    (async function* () {
      for (let at = 0; at < 4 && !signal.aborted; at++) {
        yield { id: String(at), event: { type: 'result' as const, data: at } };
        await sleep(300);
      }
    })(),
);

const slow = http(
  { ...base, method: 'GET', path: '/slow', answer: answers(200, z.object({ ended: z.boolean() })) } as const satisfies Route,
  async ({ signal }) => ({ ended: await sleep(1000, true, { signal }).catch(() => false) }),
);

const refused = http({ ...base, method: 'GET', path: '/refused', answer: { kind: 'nothing' } } as const satisfies Route, async () => {
  await sleep(700);
  throw new AppError('not-found');
});

const breaks = http(
  { ...base, method: 'GET', path: '/breaks', answer: { kind: 'events', schema: runEvent } } as const satisfies Route,
  async () =>
    (async function* () {
      yield { comment: 'begun' };
      await sleep(50);
      throw new TypeError('the disk is gone');
    })(),
);

const config = { stack: 'Tests', version: '1.2.3', maxRuns: 4, retentionDays: null, endpoint: undefined, tracing: false };
const observer = createObserver(config);
const services = createServices(config, observer.log, {});

export const handler = httpLambda({ operations: { follow, slow, refused, breaks }, services, observer, patienceMs: 250 });
