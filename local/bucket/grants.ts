import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** How long a grant is good, in milliseconds: as long as on AWS. */
export const grantMs = 15 * 60 * 1000;

const signed = { id: z.string(), key: z.string(), expires: z.number() };

/** What an address permits whoever holds it. */
const grant = z.discriminatedUnion('kind', [
  z.strictObject({ ...signed, kind: z.literal('download'), filename: z.string() }),
  z.strictObject({ ...signed, kind: z.literal('upload'), maxBytes: z.int() }),
]);
export type Grant = z.infer<typeof grant>;
export type DownloadGrant = Extract<Grant, { kind: 'download' }>;
export type UploadGrant = Extract<Grant, { kind: 'upload' }>;

/** Signs grants and reads them back. */
export interface Grants {
  signDownload(key: string, filename: string): string;
  signUpload(key: string, maxBytes: number): { text: string; expiresAt: Date };
  /** The grant of a signed text; null when it was not signed here, was changed, or its time is over. */
  read(text: string): Grant | null;
}

/** @param secret HMAC key of 32 bytes. */
export function createGrants(secret: Buffer): Grants {
  const sign = (content: string) => createHmac('sha256', secret).update(content).digest();
  const seal = (one: Grant) => {
    const content = Buffer.from(JSON.stringify(one)).toString('base64url');
    return `${content}.${sign(content).toString('base64url')}`;
  };
  return {
    signDownload: (key, filename) => seal({ ...head(key), kind: 'download', filename }),
    signUpload: (key, maxBytes) => {
      const one = { ...head(key), kind: 'upload', maxBytes } as const;
      return { text: seal(one), expiresAt: new Date(one.expires) };
    },
    read: (text) => {
      const [content = '', signature = ''] = text.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(content);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const one = grant.parse(JSON.parse(Buffer.from(content, 'base64url').toString()));
      return one.expires > Date.now() ? one : null;
    },
  };
}

function head(key: string): { id: string; key: string; expires: number } {
  return { id: randomUUID(), key, expires: Date.now() + grantMs };
}
