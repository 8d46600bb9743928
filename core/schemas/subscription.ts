import * as z from 'zod';
import { instant } from './json.ts';

/** Statuses of ended runs that somebody may want to hear of. */
export const toldStatuses = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELED', 'CRASHED', 'SKIPPED'] as const;
/** What else there is to hear of: a script that had failed is well again; a run came near a limit; a slot was missed, or did not begin in time. */
export const notices = ['recovered', 'near-limit', 'missed', 'overdue'] as const;

const filter = {
  script: z.string().max(80).nullable().describe('name or id of the one script; null for all'),
  label: z.string().max(60).nullable().describe('only scripts with this label; null for all'),
  statuses: z.array(z.enum(toldStatuses)).describe('FAILED, TIMED_OUT and CRASHED unless said otherwise'),
  notices: z.array(z.enum(notices)).describe('all unless said otherwise'),
};

/** Who hears what. */
export const subscription = z.object({
  id: z.string(),
  address: z.string().describe('e-mail address'),
  status: z.enum(['pending', 'confirmed']).describe('`pending` until the owner of the address has agreed, where the edition asks'),
  ...filter,
  scriptId: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type Subscription = z.infer<typeof subscription>;

export const createSubscriptionBody = z.strictObject({
  address: z.string().min(3).max(254).describe('e-mail address'),
  script: filter.script.optional(),
  label: filter.label.optional(),
  statuses: filter.statuses.optional(),
  notices: filter.notices.optional(),
});
export type CreateSubscriptionBody = z.infer<typeof createSubscriptionBody>;

/** The address cannot be changed: its owner agreed to it. */
export const updateSubscriptionBody = createSubscriptionBody.omit({ address: true });

/** A message and what became of it: it waits for its next try; a carrier took it; it is kept here because there is no carrier; its address did
 *  not agree while it was tried; it was given up after all tries; the carrier gave it up later. */
export const messageStates = ['waiting', 'sent', 'kept', 'unconfirmed', 'given-up', 'undelivered'] as const;
export const messageKinds = ['first-failure', 'ended', 'digest', 'recovered', 'near-limit', 'missed', 'overdue'] as const;

export const message = z.object({
  id: z.string(),
  to: z.string(),
  subscription: z.string(),
  kind: z.enum(messageKinds),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  script: z.string().nullable(),
  run: z.string().nullable(),
  schedule: z.string().nullable(),
  state: z.enum(messageStates),
  tries: z.int(),
  nextTryAt: instant.nullable(),
  lastError: z.string().nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
});
export type MailMessage = z.infer<typeof message>;
