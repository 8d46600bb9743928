import { createHash, randomBytes } from 'node:crypto';
import type { Actor, Identity } from '../functions/ports/identity.ts';
import type { Tokens } from '../functions/stores/tokens.ts';

/** Identity by API tokens, and by credentials that live and die with this process. */
export interface LocalIdentity extends Identity {
  /** A credential for whoever shares this process (the embedded client); it may do everything and is stored nowhere. */
  grantLocal(): string;
}

const local: Actor = { id: 'local', name: 'local', scopes: ['admin'] };

export function createLocalIdentity({ tokens }: { tokens: Tokens }): LocalIdentity {
  const granted = new Set<string>();
  return {
    grantLocal: () => {
      const secret = `rll_${randomBytes(32).toString('base64url')}`;
      granted.add(digest(secret));
      return secret;
    },
    actorOf: async (credential) => (granted.has(digest(credential)) ? local : await tokens.actorOf(credential)),
  };
}

/** Only digests are compared, so that the time of a comparison tells nothing of a secret. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
