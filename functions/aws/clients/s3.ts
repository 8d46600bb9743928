import { S3Client } from '@aws-sdk/client-s3';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** A request may carry megabytes. On an emulator the bucket stands in the path, because its name is in no DNS there. */
export function open(settings: ClientSettings): S3Client {
  return new S3Client({ ...configuration(settings, 60_000), forcePathStyle: settings.endpoint !== undefined });
}
