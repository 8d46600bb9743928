import * as z from 'zod';
import { answers, jsonBody, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { page, paging } from '../schemas/paging.ts';
import { createSubscriptionBody, message, messageStates, subscription, updateSubscriptionBody } from '../schemas/subscription.ts';

const tag = 'subscriptions';
const params = z.strictObject({ subscription: z.string().describe('id of the subscription') });
const byLink = z.strictObject({ token: z.string().min(1).max(200) });

export const createSubscription = {
  method: 'POST',
  path: '/v1/subscriptions',
  tag,
  summary: 'Have an address told of runs and schedules',
  scope: 'subscriptions:write',
  params: nothing,
  query: nothing,
  body: jsonBody(createSubscriptionBody),
  answer: answers(201, subscription),
  errors: ['bad-request', 'not-found'],
} as const satisfies Route;

export const listSubscriptions = {
  method: 'GET',
  path: '/v1/subscriptions',
  tag,
  summary: 'List who hears what, newest first',
  scope: 'subscriptions:read',
  params: nothing,
  query: z.strictObject(paging),
  body: noBody,
  answer: answers(200, page(subscription)),
  errors: ['bad-request'],
} as const satisfies Route;

export const getSubscription = {
  method: 'GET',
  path: '/v1/subscriptions/{subscription}',
  tag,
  summary: 'Show a subscription, and whether its address has agreed',
  scope: 'subscriptions:read',
  params,
  query: nothing,
  body: noBody,
  answer: answers(200, subscription),
  errors: ['not-found'],
} as const satisfies Route;

export const updateSubscription = {
  method: 'PATCH',
  path: '/v1/subscriptions/{subscription}',
  tag,
  summary: 'Change what an address hears of',
  scope: 'subscriptions:write',
  params,
  query: nothing,
  body: jsonBody(updateSubscriptionBody),
  answer: answers(200, subscription),
  errors: ['bad-request', 'not-found', 'conflict'],
} as const satisfies Route;

export const deleteSubscription = {
  method: 'DELETE',
  path: '/v1/subscriptions/{subscription}',
  tag,
  summary: 'End a subscription',
  scope: 'subscriptions:write',
  params,
  query: nothing,
  body: noBody,
  answer: { kind: 'nothing' },
  errors: ['not-found'],
} as const satisfies Route;

export const listMessages = {
  method: 'GET',
  path: '/v1/messages',
  tag,
  summary: 'List the messages and what became of each, newest first',
  scope: 'subscriptions:read',
  params: nothing,
  query: z.strictObject({ ...paging, state: z.enum(messageStates).optional() }),
  body: noBody,
  answer: answers(200, page(message)),
  errors: ['bad-request'],
} as const satisfies Route;

/** The way behind a message's link: whoever has the message may read it, and what has become of its run since. */
export const showMessage = {
  method: 'GET',
  path: '/messages/{token}',
  tag,
  summary: 'Show a message to whoever has its link',
  scope: null,
  params: byLink,
  query: nothing,
  body: noBody,
  answer: { kind: 'html' },
  errors: ['not-found'],
} as const satisfies Route;

/** Programs that look into mails follow links, so looking ends nothing. */
export const askUnsubscribe = {
  method: 'GET',
  path: '/unsubscribe/{token}',
  tag,
  summary: 'Ask whether a subscription is to end, by the link of its messages',
  scope: null,
  params: byLink,
  query: nothing,
  body: noBody,
  answer: { kind: 'html' },
  errors: ['not-found'],
} as const satisfies Route;

export const unsubscribe = {
  ...askUnsubscribe,
  method: 'POST',
  // RFC 8058: a form that says One-Click, of either form type; the address alone decides.
  body: { kind: 'unread', maxBytes: 64 * 1024 },
  summary: 'End a subscription by the link of its messages',
} as const satisfies Route;
