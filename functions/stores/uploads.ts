import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { goneAt } from '../../core/retention.ts';
import { maxSourceBytes } from '../../core/schemas/files.ts';
import { instant, sha256 } from '../../core/schemas/json.ts';
import type { Upload } from '../../core/schemas/upload.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { Key, NewRow, Table } from '../ports/table.ts';
import { readRow } from './change.ts';
import { newId } from './ids.ts';

/** What was uploaded, and under which key of the bucket it lies. */
interface UploadedObject {
  uploadId: string;
  filename: string;
  key: string;
  bytes: number;
  sha256: string;
}

/** Files that people upload by a grant, to be code or inputs. */
export interface Uploads {
  /** @param bytes the greatest size that will be taken; 1 GiB unless said otherwise. */
  create(filename: string, bytes?: number): Promise<Upload>;
  /** @throws AppError `not-found` when there is no such upload, or nothing was sent to it yet. */
  require(uploadId: string): Promise<UploadedObject>;
  /** The whole content, for what may be code. @throws AppError as `require`, and `too-large` above 16 MiB. */
  read(uploadId: string): Promise<{ filename: string; bytes: Uint8Array }>;
}

const greatest = 1024 * 1024 * 1024;
/** A zip of ten MiB of code is hardly larger than the code itself. */
const greatestCode = maxSourceBytes + 6 * 1024 * 1024;

/** Prefix of what people uploaded in the bucket. */
export const uploadsPrefix = 'uploads/';

const grantMs = 16 * 60 * 1000;

const record = z.object({
  id: z.string(),
  filename: z.string(),
  createdAt: instant,
  content: z.object({ bytes: z.int(), sha256 }).nullable(),
});

interface UploadsDeps {
  table: Table;
  bucket: Bucket;
  /** Days after which an upload is gone; null or nothing keeps it. */
  retentionDays?: number | null;
}

export function createUploads(deps: UploadsDeps): Uploads {
  const { table, bucket } = deps;
  const require = async (uploadId: string): Promise<UploadedObject> => {
    const row = await readRow(table, uploadKey(uploadId), record);
    if (!row || isGone(deps, row.body.createdAt))
      throw new AppError('not-found', `There is no upload ${uploadId}; ask for one with POST /v1/uploads.`);
    const key = objectKey(uploadId);
    const bytes = await bucket.size(key);
    if (bytes === null)
      throw new AppError(
        'not-found',
        `Nothing was sent to the upload ${uploadId} (${row.body.filename}) yet; POST the file to its url with its fields first.`,
      );
    const told = { uploadId, filename: row.body.filename, key, bytes };
    if (row.body.content?.bytes === bytes) return { ...told, sha256: row.body.content.sha256 };
    const content = { bytes, sha256: await hashOf(bucket, key) };
    if (isSettled(row.body.createdAt))
      await table.put(uploadRow(deps, { ...row.body, content }), { kind: 'revision', revision: row.revision });
    return { ...told, sha256: content.sha256 };
  };
  return {
    create: async (filename, bytes = greatest) => await create(deps, filename, bytes),
    require,
    read: async (uploadId) => await readWhole(bucket, await require(uploadId)),
  };
}

async function create(deps: UploadsDeps, filename: string, maxBytes: number): Promise<Upload> {
  const uploadId = newId('upload');
  const { url, fields, expiresAt } = await deps.bucket.grantUpload(objectKey(uploadId), maxBytes);
  const row = uploadRow(deps, { id: uploadId, filename, createdAt: new Date().toISOString(), content: null });
  await deps.table.put(row, { kind: 'absent' });
  return { uploadId, filename, url, fields, maxBytes, expiresAt: expiresAt.toISOString() };
}

function uploadRow({ retentionDays = null }: UploadsDeps, body: z.infer<typeof record>): NewRow {
  return { ...uploadKey(body.id), body, ...(retentionDays === null ? {} : { expiresAt: goneAt(body.createdAt, retentionDays) }) };
}

function isGone({ retentionDays = null }: UploadsDeps, createdAt: string): boolean {
  return retentionDays !== null && goneAt(createdAt, retentionDays) * 1000 <= Date.now();
}

async function readWhole(bucket: Bucket, upload: UploadedObject): Promise<{ filename: string; bytes: Uint8Array }> {
  if (upload.bytes > greatestCode)
    throw new AppError('too-large', `The upload ${upload.uploadId} has ${upload.bytes} bytes; code may have ${greatestCode}.`);
  const bytes = await bucket.read(upload.key);
  if (!bytes) throw new AppError('not-found', `The content of the upload ${upload.uploadId} is gone; upload it again.`);
  return { filename: upload.filename, bytes };
}

/** While the grant may still be used the content may still be replaced, by one of the same size too. */
function isSettled(createdAt: string): boolean {
  return Date.parse(createdAt) + grantMs < Date.now();
}

async function hashOf(bucket: Bucket, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of (await bucket.get(key)) ?? []) hash.update(chunk);
  return hash.digest('hex');
}

export function uploadKey(uploadId: string): Key {
  return { pk: `UPL#${uploadId}`, sk: 'META' };
}

function objectKey(uploadId: string): string {
  return `${uploadsPrefix}${uploadId}`;
}
