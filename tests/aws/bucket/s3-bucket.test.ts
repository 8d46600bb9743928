import { bucketContract } from '../../contract/bucket.contract.ts';
import { givenBucket } from './given-bucket.ts';

bucketContract('S3', async () => ({ ...(await givenBucket()), reach: fetch }));
