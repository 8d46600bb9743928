import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDirectoryBucket } from '../../local/bucket/directory-bucket.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bucketContract } from './bucket.contract.ts';

bucketContract('directory', () => {
  const dataDir = temporaryFolder('bucket');
  const bucket = createDirectoryBucket({ root: join(dataDir, 'blobs'), dataDir, origin: () => 'http://127.0.0.1:1' });
  const reach = async (request: Request) => (await bucket.serveGrant(request)) ?? new Response(null, { status: 599 });
  return { bucket, reach, close: () => rmSync(dataDir, { recursive: true }) };
});
