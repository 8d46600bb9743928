import { createHash } from 'node:crypto';
import { PartsUpload } from './parts-upload.ts';
import { partsOf } from './parts.ts';
import { answerOf, placeOf } from './store.ts';
import type { Store } from './store.ts';

/** Writes an object whole or not at all: small ones by one request, larger ones in parts, which S3 makes an object of when all are there. */
export async function putObject(
  store: Store,
  key: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const { client, sdk } = await store.clients.s3();
  const place = placeOf(store, key);
  const upload = new PartsUpload({ client, sdk }, place);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const { part, isLast } of partsOf(content)) {
      hash.update(part);
      bytes += part.byteLength;
      if (isLast && !upload.isBegun) await answerOf(`write ${key}`, client.send(new sdk.PutObjectCommand({ ...place, Body: part })));
      else await upload.add(part);
    }
    await upload.complete();
  } catch (error) {
    await upload.abort();
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}
