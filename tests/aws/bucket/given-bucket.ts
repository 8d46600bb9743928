import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Bucket } from '../../../functions/aws/bucket/s3-bucket.ts';
import { createClients } from '../../../functions/aws/clients/index.ts';
import type { ClientSettings } from '../../../functions/aws/clients/index.ts';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import { startLocalStack } from '../stand-ins/localstack.ts';
import { encodeLists } from './encoded-lists.ts';

/** The Bucket on two fresh S3 buckets of LocalStack, which checks signatures, dates, conditions and sizes of what was presigned. */
export interface GivenBucket {
  bucket: Bucket;
  url: string;
  /** To look behind the port. */
  s3: S3Client;
  /** The same Bucket reached at another address, or with other settings. */
  at(settings: ClientSettings): Promise<Bucket>;
  close(): Promise<void>;
}

export const scriptsBucket = 'runlet-scripts';
export const runsBucket = 'runlet-runs';
const account = { region: 'eu-central-1' as const, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

export async function givenBucket(): Promise<GivenBucket> {
  const localStack = await startLocalStack(['s3']);
  const { url } = localStack;
  const open = async (settings: ClientSettings) => {
    const clients = createClients({ endpoint: url, ...account, ...settings });
    const { client } = await clients.s3();
    encodeLists(client);
    return { client, bucket: createS3Bucket({ clients, scriptsBucket, runsBucket }) };
  };
  const { client: s3, bucket } = await open({});
  const CreateBucketConfiguration = { LocationConstraint: account.region };
  for (const Bucket of [scriptsBucket, runsBucket]) await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: scriptsBucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return { bucket, url, s3, at: async (settings) => (await open(settings)).bucket, close: () => localStack.stop() };
}
