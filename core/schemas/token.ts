import * as z from 'zod';
import { instant } from './json.ts';

/** What a token may do. `admin` includes all others. */
export const scopes = [
  'scripts:read',
  'scripts:write',
  'runs:read',
  'runs:write',
  'schedules:read',
  'schedules:write',
  'subscriptions:read',
  'subscriptions:write',
  'tokens:write',
  'admin',
] as const;
export const scope = z.enum(scopes);
export type Scope = z.infer<typeof scope>;

/** What it takes to work with scripts, runs, schedules and subscriptions: what a token gets unless said otherwise, and a person who is no administrator. */
export const workingScopes: readonly Scope[] = scopes.filter((one) => one !== 'tokens:write' && one !== 'admin');

/** A token as it is listed: never its secret, which is stored hashed. */
export const token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type Token = z.infer<typeof token>;

/** The only answer that carries the secret. */
export const newToken = token.extend({ token: z.string() });

export const createTokenBody = z.strictObject({
  name: z.string().min(1).max(80),
  scopes: z.array(scope).min(1).optional().describe('all that is needed to work with scripts and runs, unless said otherwise'),
  expiresInDays: z.number().positive().max(3650).optional(),
});
