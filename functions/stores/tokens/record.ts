import type * as z from 'zod';
import { sha256 } from '../../../core/schemas/json.ts';
import { token } from '../../../core/schemas/token.ts';
import type { Token } from '../../../core/schemas/token.ts';
import type { Key, Write } from '../../ports/table.ts';

/** What a secret gives access to, found by the secret's hash alone. */
export const grantRecord = token.pick({ id: true, name: true, scopes: true, expiresAt: true });
export type GrantRecord = z.infer<typeof grantRecord>;

/** A token in the list; only here stands when it was last used, so that using one never writes what grants access. */
export const tokenRecord = token.extend({ hash: sha256 });
export type TokenRecord = z.infer<typeof tokenRecord>;

export const tokensPartition = 'TOKENS';

export function grantKey(hash: string): Key {
  return { pk: `TOK#${hash}`, sk: 'META' };
}

export function tokenKey(id: string): Key {
  return { pk: tokensPartition, sk: id };
}

export function tokenWrites(body: TokenRecord): Write[] {
  const { id, name, scopes, expiresAt } = body;
  const condition = { kind: 'absent' } as const;
  return [
    { kind: 'put', row: { ...grantKey(body.hash), body: { id, name, scopes, expiresAt } }, condition },
    { kind: 'put', row: { ...tokenKey(id), body }, condition },
  ];
}

/** The token as the API tells it, without its hash. */
export function asToken({ hash: _hash, ...told }: TokenRecord): Token {
  return told;
}
