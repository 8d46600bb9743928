import { answerOf, bucketsOf } from './store.ts';
import type { Store } from './store.ts';

interface Listed {
  key: string;
  bytes: number;
}

/** Keys that begin with the prefix and lie behind `after`, in byte order, which is S3's own. */
export async function listObjects(store: Store, prefix: string, options: { after?: string; limit: number }): Promise<Listed[]> {
  const { limit } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new RangeError(`limit is ${limit}; 1 to 1,000 are allowed`);
  const lists = await Promise.all(bucketsOf(store, prefix).map((bucket) => listBucket(store, bucket, { prefix, ...options })));
  if (lists.length === 1) return lists.flat();
  return lists
    .flat()
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    .slice(0, limit);
}

/** The same of one bucket. S3 may give fewer keys than were asked for and still have more. */
export async function listBucket(
  store: Store,
  bucket: string,
  { prefix, after, limit }: { prefix: string; after?: string; limit: number },
): Promise<Listed[]> {
  const { client, sdk } = await store.clients.s3();
  const found: Listed[] = [];
  for (let token: string | undefined; found.length < limit;) {
    const more = token === undefined ? { StartAfter: after } : { ContinuationToken: token };
    // XML has no form for control characters, which a file's name may have: encoded, all keys arrive.
    const request = { Bucket: bucket, Prefix: prefix, MaxKeys: limit - found.length, EncodingType: 'url' as const, ...more };
    const page = await answerOf(`list ${prefix}`, client.send(new sdk.ListObjectsV2Command(request)));
    found.push(...(page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: decoded(Key), bytes: Size })));
    token = page.NextContinuationToken;
    if (token === undefined) break;
  }
  return found;
}

/** S3 encodes as forms do: a space is a plus. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html, EncodingType. */
function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
