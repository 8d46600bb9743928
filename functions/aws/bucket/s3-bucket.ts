import { checkedFolder, checkedKey } from '../../ports/bucket-key.ts';
import type { Bucket } from '../../ports/bucket.ts';
import { readObject, sizeOfObject, streamObject } from './get-object.ts';
import { grantDownload, grantUpload, grantUploads } from './grants.ts';
import { listObjects } from './list-objects.ts';
import { putObject } from './put-object.ts';
import { removeObject, removeObjects } from './remove-objects.ts';
import type { Store } from './store.ts';

/** The Bucket over two S3 buckets. What it needs of IAM: `s3:GetObject PutObject DeleteObject AbortMultipartUpload` on the objects, and
 *  `s3:ListBucket` on the buckets, without which S3 answers 403 where an object is missing. */
export function createS3Bucket(store: Store): Bucket {
  return {
    put: async (key, content) => putObject(store, checkedKey(key), content),
    get: async (key, range) => streamObject(store, checkedKey(key), range),
    read: async (key, range) => readObject(store, checkedKey(key), range),
    size: async (key) => sizeOfObject(store, checkedKey(key)),
    list: (prefix, options) => listObjects(store, prefix, options),
    remove: (key) => removeObject(store, key),
    removeAll: (prefix) => removeObjects(store, prefix),
    grantDownload: async (key, filename) => grantDownload(store, checkedKey(key), filename),
    grantUpload: async (key, maxBytes) => grantUpload(store, checkedKey(key), maxBytes),
    grantUploads: async (prefix, maxBytes) => grantUploads(store, checkedFolder(prefix), maxBytes),
  };
}
