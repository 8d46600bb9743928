import type { Scope } from '../../core/schemas/token.ts';

/** Who calls: stands in records, and owns idempotency keys. */
export interface Actor {
  id: string;
  name: string;
  scopes: readonly Scope[];
}

/** Says to whom a credential belongs. */
export interface Identity {
  /** The actor, or null for what is unknown, expired or revoked. The credential is never logged. */
  actorOf(credential: string): Promise<Actor | null>;
}
