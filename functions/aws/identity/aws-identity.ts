import type { Jwks } from 'aws-jwt-verify/jwk';
import * as z from 'zod';
import { workingScopes } from '../../../core/schemas/token.ts';
import type { Actor, Identity } from '../../ports/identity.ts';

export interface AwsIdentityDeps {
  /** To whom an API token belongs. */
  tokens: Identity;
  /** Id of the pool in which people sign in, and of its client for which their tokens are made. */
  userPool: string;
  userPoolClient: string;
  /** The pool's public keys, where they are known already; otherwise they are fetched from Cognito, once. */
  keys?: Jwks;
}

/** Members of this group of the pool may do everything. */
const adminGroup = 'admin';

/** What a token of the pool says of who signed in, be it an access token or an id token (AWS docs: "Understanding user pool JSON web tokens"). */
const claims = z.object({
  sub: z.string(),
  email: z.string().optional(),
  username: z.string().optional(),
  'cognito:username': z.string().optional(),
  'cognito:groups': z.array(z.string()).default([]),
});

/** Identity by API tokens and by the tokens that people get when they sign in to the user pool. */
export function createAwsIdentity(deps: AwsIdentityDeps): Identity {
  const verify = verifier(deps);
  return {
    actorOf: async (credential) => (isJwt(credential) ? personOf(await verify(credential)) : deps.tokens.actorOf(credential)),
  };
}

/** Three parts of base64url; API tokens have no dots. */
function isJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]*\.[\w-]*$/.test(credential);
}

/** Checks signature, issuer, client and expiry; null for a token that does not hold. The library is loaded with the first token of a person, because
 *  programs need none of it. @throws whatever keeps the pool's keys from being fetched. */
function verifier(deps: AwsIdentityDeps): (jwt: string) => Promise<unknown> {
  let opening: ReturnType<typeof openVerifier> | undefined;
  return async (jwt) => {
    const { pool, FetchError } = await (opening ??= openVerifier(deps));
    return pool.verify(jwt).catch((error: unknown) => {
      if (error instanceof FetchError) throw error;
      return null;
    });
  };
}

async function openVerifier({ userPool, userPoolClient, keys }: AwsIdentityDeps) {
  const [{ CognitoJwtVerifier }, { FetchError }] = await Promise.all([import('aws-jwt-verify'), import('aws-jwt-verify/error')]);
  const pool = CognitoJwtVerifier.create({ userPoolId: userPool, clientId: userPoolClient, tokenUse: null });
  if (keys) pool.cacheJwks(keys);
  return { pool, FetchError };
}

function personOf(payload: unknown): Actor | null {
  const told = claims.safeParse(payload);
  if (!told.success) return null;
  const { sub, email, username, 'cognito:username': cognitoName, 'cognito:groups': groups } = told.data;
  const name = email ?? username ?? cognitoName ?? sub;
  return { id: `usr_${sub}`, name, scopes: groups.includes(adminGroup) ? ['admin'] : workingScopes };
}
