import { beforeEach, expect } from 'vitest';
import * as z from 'zod';
import { subscription } from '../../../../core/schemas/subscription.ts';
import type { Subscription } from '../../../../core/schemas/subscription.ts';
import { subscriptionsOperations } from '../../../../functions/api/subscriptions/operations.ts';
import { createApp } from '../../../../functions/doors/app.ts';
import type { App } from '../../../../functions/doors/app.ts';
import type { Services } from '../../../../functions/services.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { claimName, scriptWrites } from '../../../../functions/stores/scripts/record.ts';
import { givenServices } from '../../../doors/given-services.ts';
import { createPlayedTopic } from '../../played-topic.ts';
import type { PlayedTopic } from '../../played-topic.ts';

/** The operations over a table of their own and a carrier in memory. */
export interface GivenSubscriptions {
  app: App;
  services: Services;
  topic: PlayedTopic;
  call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
  /** As a browser or a mail program: without a credential. */
  open: (method: string, path: string, form?: URLSearchParams | FormData) => Promise<Response>;
  subscribe: (body: Record<string, unknown>) => Promise<Subscription>;
}

/** The row of a script, without code. */
export async function givenScriptRow({ services }: GivenSubscriptions, name: string): Promise<void> {
  const at = new Date().toISOString();
  const script = {
    id: newId('script'),
    name,
    description: null,
    labels: [],
    live: 1,
    latest: 1,
    inputOverride: null,
    createdAt: at,
    updatedAt: at,
  };
  await services.table.transact([claimName(name, script.id), ...scriptWrites(script, { kind: 'absent' })]);
}

/** New for each test. */
export function givenSubscriptions(): () => GivenSubscriptions {
  let given: GivenSubscriptions;
  beforeEach(() => {
    given = opened();
  });
  return () => given;
}

function opened(): GivenSubscriptions {
  const { services: parts, localToken } = givenServices();
  const topic = createPlayedTopic();
  const services = { ...parts, topic };
  const app = createApp(subscriptionsOperations, services);
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${localToken()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const content = body === undefined ? null : JSON.stringify(body);
    const response = await app(new Request(`http://127.0.0.1${path}`, { method, headers, body: content }));
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : z.json().parse(JSON.parse(text)) };
  };
  return {
    app,
    services,
    topic,
    call,
    open: async (method, path, form) => await app(new Request(`http://127.0.0.1${path}`, { method, body: form ?? null })),
    subscribe: async (body) => {
      const answer = await call('POST', '/v1/subscriptions', body);
      expect(answer).toMatchObject({ status: 201 });
      return z.strictObject(subscription.shape).parse(answer.body);
    },
  };
}
