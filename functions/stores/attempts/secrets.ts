import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A one-time code: 32 random bytes. Whoever may describe tasks can read it, so it is good for one claim only. */
export function newCode(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether the secret is the one of the hash, found out in a time that tells nothing of either. */
export function isSecretOf(secret: string, hash: string | null): boolean {
  return hash !== null && timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash));
}

/**
 * The session that a claim opens. It follows from code and nonce, so that a runner which lost the answer gets the same one again;
 * the code alone, which stands in the task's description, does not give it away.
 */
export function sessionOf(code: string, nonce: string): string {
  return createHmac('sha256', code).update(`session of ${nonce}`).digest('base64url');
}
