import { listBucket } from './list-objects.ts';
import { answerOf, bucketsOf, placeOf } from './store.ts';
import type { Store } from './store.ts';

/** S3 removes so many keys by one request. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const batch = 1000;

/** Removes one object of any key; that there is none is fine. */
export async function removeObject(store: Store, key: string): Promise<void> {
  // Under these there is nothing, and S3 could not be asked.
  if (key === '' || !key.isWellFormed()) return;
  await removeKeys(store, placeOf(store, key).Bucket, [key]);
}

/** Removes every object whose key begins with the prefix, and nothing when somebody writes there meanwhile but what was there. */
export async function removeObjects(store: Store, prefix: string): Promise<void> {
  for (const bucket of bucketsOf(store, prefix)) {
    for (let after: string | undefined; ;) {
      const keys = (await listBucket(store, bucket, { prefix, limit: batch, after })).map((one) => one.key);
      if (keys.length > 0) await removeKeys(store, bucket, keys);
      after = keys.at(-1);
      if (keys.length < batch) break;
    }
  }
}

/** Keys stand in the body of the request where they can: in an address, a part like `..` might mean something. */
async function removeKeys(store: Store, bucket: string, keys: readonly string[]): Promise<void> {
  const { client, sdk } = await store.clients.s3();
  const sayable = keys.filter((key) => isSayable(key));
  if (sayable.length > 0) {
    const Delete = { Objects: sayable.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await answerOf('remove objects', client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete })));
    if (Errors.length > 0) throw new Error(`S3 refused to remove ${Errors.length} of ${sayable.length} objects (${Errors[0]?.Code})`);
  }
  for (const Key of keys.filter((key) => !isSayable(key)))
    await answerOf('remove an object', client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key })));
}

/** XML 1.0 has no form for most control characters, nor for the last two code points of the basic plane. */
function isSayable(key: string): boolean {
  return Array.from(key).every((character) => character >= ' ' && character <= '\ufffd');
}
