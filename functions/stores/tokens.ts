import { createHash, randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/schemas/paging.ts';
import { workingScopes } from '../../core/schemas/token.ts';
import type { newToken, Scope, Token } from '../../core/schemas/token.ts';
import type { Actor } from '../ports/identity.ts';
import type { Table } from '../ports/table.ts';
import { readRow } from './change.ts';
import { newId } from './ids.ts';
import { asToken, grantKey, tokenKey, tokenRecord, tokensPartition, tokenWrites } from './tokens/record.ts';
import type { TokenRecord } from './tokens/record.ts';
import { createGrants } from './tokens/grants.ts';

/** What a person wants of a new token; without scopes it gets those to work with scripts and runs, as far as its maker has them. */
interface NewTokenWish {
  name: string;
  scopes?: readonly Scope[];
  expiresInDays?: number;
}

/** The credentials of programs and people, stored hashed. */
export interface Tokens {
  /** The answer alone carries the secret. @throws AppError `forbidden` for scopes that `by` lacks. */
  create(wish: NewTokenWish, by: Actor): Promise<z.infer<typeof newToken>>;
  /** Newest first, expired ones too. */
  list(options: { limit?: number; cursor?: string }): Promise<Page<Token>>;
  /** Takes effect at once in this process and within five seconds in others. @throws AppError `not-found`. */
  revoke(id: string): Promise<void>;
  /** The token's actor, or null for what is unknown, expired or revoked. */
  actorOf(secret: string): Promise<Actor | null>;
  /** When the uses that `actorOf` saw are noted; it notes them behind its answer, and a function that has answered may stand still. */
  settled(): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

export function createTokens({ table, now = () => new Date() }: { table: Table; now?: () => Date }): Tokens {
  const grants = createGrants(table, now);
  return {
    create: async (wish, by) => await create(table, wish, by, now()),
    list: async ({ limit = 50, cursor }) => {
      const page = await table.query({ pk: tokensPartition, descending: true, limit, cursor });
      return { items: page.rows.map(({ body }) => asToken(tokenRecord.parse(body))), nextCursor: page.cursor };
    },
    revoke: async (id) => {
      const row = await readRow(table, tokenKey(id), tokenRecord);
      if (!row) throw new AppError('not-found', `There is no token ${id}; list the tokens.`);
      const none = { kind: 'none' } as const;
      await table.transact([
        { kind: 'remove', key: grantKey(row.body.hash), condition: none },
        { kind: 'remove', key: tokenKey(id), condition: none },
      ]);
      grants.forget(row.body.hash);
    },
    actorOf: async (secret) => await grants.actorOf(hashOf(secret)),
    settled: () => grants.settled(),
  };
}

async function create(table: Table, wish: NewTokenWish, by: Actor, now: Date): Promise<z.infer<typeof newToken>> {
  const secret = `rlt_${randomBytes(32).toString('base64url')}`;
  const body: TokenRecord = {
    id: newId('token'),
    name: wish.name,
    scopes: scopesFor(wish.scopes, by),
    hash: hashOf(secret),
    createdAt: now.toISOString(),
    lastUsedAt: null,
    expiresAt: wish.expiresInDays === undefined ? null : new Date(now.getTime() + wish.expiresInDays * dayMs).toISOString(),
  };
  await table.transact(tokenWrites(body));
  return { ...asToken(body), token: secret };
}

/** Nobody can give what they do not have. */
function scopesFor(wanted: readonly Scope[] | undefined, by: Actor): Scope[] {
  const has = (scope: Scope): boolean => by.scopes.includes('admin') || by.scopes.includes(scope);
  const scopes = [...new Set(wanted ?? workingScopes.filter(has))];
  const lacking = scopes.filter((scope) => !has(scope));
  const expected = `scopes that your own token has: ${by.scopes.join(', ')}`;
  if (lacking.length > 0)
    throw new AppError('forbidden', `A token cannot make one that may do more: yours lacks ${lacking.join(', ')}.`, [
      { field: 'scopes', expected, got: lacking.join(', ') },
    ]);
  if (scopes.length === 0)
    throw new AppError('forbidden', 'Your own token has none of the scopes that a token gets unless said otherwise; name `scopes`.');
  return scopes;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
