import { AppError } from '../../core/errors.ts';
import type { Scope } from '../../core/schemas/token.ts';
import type { Actor } from '../ports/identity.ts';

/** @throws AppError `forbidden` unless the actor has the scope, or `admin`, which covers all. */
export function authorize(actor: Actor, scope: Scope | null): void {
  if (scope === null || actor.scopes.includes(scope) || actor.scopes.includes('admin')) return;
  throw new AppError('forbidden', `This needs a token with the scope ${scope}; the one sent has ${actor.scopes.join(', ') || 'none'}.`);
}
