import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** How long a grant is good, in milliseconds: as long as on AWS. */
export const grantMs = 15 * 60 * 1000;

const signed = { id: z.string(), expires: z.number() };

/** What an address permits whoever holds it. */
const grant = z.discriminatedUnion('kind', [
  z.strictObject({ ...signed, kind: z.literal('download'), key: z.string(), filename: z.string() }),
  z.strictObject({ ...signed, kind: z.literal('upload'), key: z.string(), maxBytes: z.int() }),
  z.strictObject({ ...signed, kind: z.literal('uploads'), prefix: z.string(), maxBytes: z.int() }),
]);
export type Grant = z.infer<typeof grant>;
export type DownloadGrant = Extract<Grant, { kind: 'download' }>;
/** For one object, once; or for any number of objects below a prefix. */
export type UploadGrant = Extract<Grant, { kind: 'upload' | 'uploads' }>;

interface SignedUpload {
  text: string;
  expiresAt: Date;
}

/** Signs grants and reads them back. */
export interface Grants {
  signDownload(key: string, filename: string): string;
  signUpload(key: string, maxBytes: number): SignedUpload;
  /** @param prefix with its slash at the end. */
  signUploads(prefix: string, maxBytes: number): SignedUpload;
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
  const sealed = (one: UploadGrant) => ({ text: seal(one), expiresAt: new Date(one.expires) });
  return {
    signDownload: (key, filename) => seal({ ...head(), kind: 'download', key, filename }),
    signUpload: (key, maxBytes) => sealed({ ...head(), kind: 'upload', key, maxBytes }),
    signUploads: (prefix, maxBytes) => sealed({ ...head(), kind: 'uploads', prefix, maxBytes }),
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

function head(): { id: string; expires: number } {
  return { id: randomUUID(), expires: Date.now() + grantMs };
}
