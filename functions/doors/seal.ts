import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals text so that only who has the credential reads it again. Kept answers may hold a new token's secret, which is stored nowhere in the
 *  clear, and credentials themselves are stored hashed. AES-256-GCM, as base64 of nonce (12 bytes), tag (16 bytes) and content. */
export function seal(text: string, credential: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(credential), nonce);
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64');
}

/** The text, or null when it was sealed with another credential. */
export function unseal(sealed: string, credential: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(credential), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Credentials are long and random, so one HKDF step is enough; its label keeps this key apart from every other use of the credential. */
function keyOf(credential: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', credential, '', 'runlet idempotency answer', 32));
}
