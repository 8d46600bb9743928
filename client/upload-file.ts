import { formOf } from './build-request.ts';
import { expectGood } from './runlet-error.ts';
import type { Client } from './types.ts';

/** Uploads one file of any size through a grant, and gives the id by which a run or a script takes it.
 *  @throws RunletError */
export async function uploadFile(client: Client, filename: string, content: Uint8Array<ArrayBuffer> | Blob): Promise<string> {
  const bytes = content instanceof Blob ? content.size : content.byteLength;
  const grant = await client.createUpload({ body: { filename, bytes } });
  const body = formOf(grant.fields, 'file', filename, content);
  await expectGood(await client.fetch(new Request(grant.url, { method: 'POST', body })));
  return grant.uploadId;
}
