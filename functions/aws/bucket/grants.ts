import { badKey } from '../../ports/bucket-key.ts';
import { placeOf } from './store.ts';
import type { Store } from './store.ts';

/** How long a grant is good, in seconds. It ends sooner when the credentials that signed it do: those of a role live one hour or more. */
const grantSec = 15 * 60;

/** S3 puts the name of the sent file in its place, and takes any key before it. */
const anyName = '${filename}';

interface UploadGrant {
  url: string;
  fields: Record<string, string>;
  expiresAt: Date;
}

/** A presigned GET that saves the object as a file of that name, never shows it: what a script wrote may be a web page. */
export async function grantDownload(store: Store, key: string, filename: string): Promise<string> {
  const [{ client, sdk }, { getSignedUrl }] = await Promise.all([store.clients.s3(), import('@aws-sdk/s3-request-presigner')]);
  const request = {
    ...placeOf(store, key),
    ResponseContentType: 'application/octet-stream',
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, escaped)}`,
  };
  return getSignedUrl(client, new sdk.GetObjectCommand(request), { expiresIn: grantSec });
}

/** A presigned POST for one key. @throws AppError `bad-request` for a key that would be read as a pattern. */
export async function grantUpload(store: Store, key: string, maxBytes: number): Promise<UploadGrant> {
  if (key.includes(anyName)) throw badKey(key, `holds ${anyName}, in whose place S3 puts the name of the file`);
  return post(store, key, maxBytes);
}

/** A presigned POST for any key that begins with the prefix, which the uploader names. */
export async function grantUploads(store: Store, prefix: string, maxBytes: number): Promise<UploadGrant> {
  const { fields, ...grant } = await post(store, prefix + anyName, maxBytes);
  const { key: _key, ...others } = fields;
  return { ...grant, fields: others };
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
async function post(store: Store, key: string, maxBytes: number): Promise<UploadGrant> {
  const [{ client }, { createPresignedPost }] = await Promise.all([store.clients.s3(), import('@aws-sdk/s3-presigned-post')]);
  const expiresAt = new Date(Date.now() + grantSec * 1000);
  const { url, fields } = await createPresignedPost(client, {
    ...placeOf(store, key),
    Conditions: [['content-length-range', 0, maxBytes]],
    Expires: grantSec,
  });
  return { url, fields, expiresAt };
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
