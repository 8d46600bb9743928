import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../functions/ports/identity.ts';
import type { Tokens } from '../../functions/stores/tokens.ts';

export interface IdentityUnderTest {
  identity: Identity;
  tokens: Tokens;
  close(): void | Promise<void>;
}

const admin = { id: 'admin', name: 'admin', scopes: ['admin'] } as const;

/** What every Identity must do, whatever other credentials it knows besides tokens. */
export function identityContract(name: string, open: () => IdentityUnderTest | Promise<IdentityUnderTest>): void {
  describe(`Identity: ${name}`, () => {
    let opened: IdentityUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });

    it('an API token belongs to the actor that it was made for', async () => {
      const { token, id } = await opened.tokens.create({ name: 'ci', scopes: ['runs:read'] }, admin);
      expect(await opened.identity.actorOf(token)).toEqual({ id, name: 'ci', scopes: ['runs:read'] });
    });

    it('a revoked token belongs to nobody', async () => {
      const { token, id } = await opened.tokens.create({ name: 'ci' }, admin);
      await opened.tokens.revoke(id);
      expect(await opened.identity.actorOf(token)).toBeNull();
    });

    it.each(['', 'rlt_', 'x', 'rlt_ä', 'a'.repeat(10_000), 'eyJhbGciOiJub25lIn0.e30.'])(
      'what is no credential belongs to nobody: %.20s',
      async (credential) => {
        expect(await opened.identity.actorOf(credential)).toBeNull();
      },
    );
  });
}
