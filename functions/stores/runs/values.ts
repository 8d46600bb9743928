import { json } from '../../../core/schemas/json.ts';
import type { Json } from '../../../core/schemas/json.ts';
import type { Bucket } from '../../ports/bucket.ts';
import type { Kept } from './record.ts';

/** Values above this many bytes of JSON live in the bucket, so that rows stay small and payloads are pointers. */
const inlineBytes = 32 * 1024;

/** Keeps a JSON value in the row, or in the bucket under the key when it is large. */
export async function keep(bucket: Bucket, key: string, value: Json): Promise<Kept> {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= inlineBytes) return { kind: 'inline', value };
  await bucket.put(key, Buffer.from(text));
  return { kind: 'bucket', key, bytes };
}

/** Reads a kept value back; null for none, and for one above `maxBytes`. */
export async function recall(bucket: Bucket, value: Kept | null, maxBytes: number): Promise<Json> {
  if (value === null) return null;
  if (value.kind === 'inline') return value.value;
  if (value.bytes > maxBytes) return null;
  const bytes = await bucket.read(value.key);
  return bytes === null ? null : json.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
