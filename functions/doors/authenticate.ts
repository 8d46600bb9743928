import { AppError } from '../../core/errors.ts';
import type { Scope } from '../../core/schemas/token.ts';
import type { Actor, Identity } from '../ports/identity.ts';

const anybody: Actor = { id: 'anybody', name: 'anybody', scopes: [] };

/** Finds out who calls. With scope null nobody is asked.
 *  @throws AppError `unauthenticated` when there is no credential, or none that is known. */
export async function authenticate(
  request: Request,
  scope: Scope | null,
  identity: Identity,
): Promise<{ actor: Actor; credential: string }> {
  if (scope === null) return { actor: anybody, credential: '' };
  const credential = bearerToken(request);
  if (credential === null) throw new AppError('unauthenticated');
  const actor = await identity.actorOf(credential);
  if (actor === null)
    throw new AppError('unauthenticated', 'The token is unknown, expired or revoked; `runlet token create` makes a new one.');
  return { actor, credential };
}

function bearerToken(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header === null) return null;
  const match = /^bearer +([\x21-\x7e]+)$/i.exec(header.trim());
  if (!match?.[1]) throw new AppError('unauthenticated', 'The Authorization header must read `Bearer <token>`.');
  return match[1];
}
