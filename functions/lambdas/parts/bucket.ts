import { createS3Bucket } from '../../aws/bucket/s3-bucket.ts';
import { loader } from '../../aws/clients/loader.ts';
import type { Config } from '../../config.ts';
import type { Bucket } from '../../ports/bucket.ts';

/** The installation's two buckets as one. */
export function openBucket({ scriptsBucket, runsBucket, endpoint }: Config<'scriptsBucket' | 'runsBucket' | 'endpoint'>): Bucket {
  const clients = { s3: loader(() => import('../../aws/clients/s3.ts'), { endpoint }) };
  return createS3Bucket({ clients, scriptsBucket, runsBucket });
}
