import type { CompletedPart } from '@aws-sdk/client-s3';
import type { Clients } from '../clients/index.ts';
import { answerOf } from './store.ts';

/** An upload in parts, one after the other. Until it is completed there is no object, and what is left of one that was neither completed nor
 *  aborted, because the process died, the bucket's lifecycle removes. */
export class PartsUpload {
  readonly #s3: Awaited<ReturnType<Clients['s3']>>;
  readonly #place: { Bucket: string; Key: string };
  #parts: CompletedPart[] = [];
  #id: string | null = null;

  constructor(s3: Awaited<ReturnType<Clients['s3']>>, place: { Bucket: string; Key: string }) {
    this.#s3 = s3;
    this.#place = place;
  }

  get isBegun(): boolean {
    return this.#id !== null;
  }

  async add(part: Uint8Array): Promise<void> {
    const { client, sdk } = this.#s3;
    const UploadId = (this.#id ??= await this.#begin());
    const PartNumber = this.#parts.length + 1;
    const sent = client.send(new sdk.UploadPartCommand({ ...this.#place, UploadId, PartNumber, Body: part, ChecksumAlgorithm: 'CRC32' }));
    const { ETag, ChecksumCRC32 } = await answerOf(`write part ${PartNumber} of ${this.#place.Key}`, sent);
    this.#parts.push({ PartNumber, ETag, ChecksumCRC32 });
  }

  async complete(): Promise<void> {
    if (this.#id === null) return;
    const { client, sdk } = this.#s3;
    const request = { ...this.#place, UploadId: this.#id, MultipartUpload: { Parts: this.#parts } };
    await answerOf(`complete ${this.#place.Key}`, client.send(new sdk.CompleteMultipartUploadCommand(request)));
    this.#id = null;
  }

  /** Forgets what was sent; that this fails too is not what the caller needs to hear. */
  async abort(): Promise<void> {
    if (this.#id === null) return;
    const { client, sdk } = this.#s3;
    await client.send(new sdk.AbortMultipartUploadCommand({ ...this.#place, UploadId: this.#id })).catch(() => {});
  }

  async #begin(): Promise<string> {
    const { client, sdk } = this.#s3;
    const asked = client.send(new sdk.CreateMultipartUploadCommand({ ...this.#place, ChecksumAlgorithm: 'CRC32' }));
    const { UploadId } = await answerOf(`write ${this.#place.Key}`, asked);
    if (UploadId === undefined) throw new Error('S3 began an upload without an id');
    return UploadId;
  }
}
