import { expect, it } from 'vitest';
import { maxSourceBytes } from '../../../core/schemas/files.ts';
import { sha256Of } from '../../../functions/stores/code/hash.ts';
import { givenStores } from './given-stores.ts';

const { uploads, bucket, code } = givenStores();

/** An upload whose file was sent, past the grant: that sending works is the bucket's contract. */
async function givenUploaded(filename: string, content: string | Uint8Array): Promise<string> {
  const { uploadId } = await uploads.create(filename);
  await bucket.put(`uploads/${uploadId}`, Buffer.from(content));
  return uploadId;
}

it('a grant names where to send the file, and how large it may be', async () => {
  expect(await uploads.create('data.csv', 1000)).toMatchObject({
    filename: 'data.csv',
    maxBytes: 1000,
    url: expect.stringMatching(/^http/),
    uploadId: expect.stringMatching(/^upl_/),
  });
});

it('what was sent is told with its size and hash', async () => {
  const uploadId = await givenUploaded('data.csv', 'a,b\n');
  expect(await uploads.require(uploadId)).toEqual({
    uploadId,
    filename: 'data.csv',
    key: `uploads/${uploadId}`,
    bytes: 4,
    sha256: sha256Of('a,b\n'),
  });
});

it('what is sent again while the grant stands is told anew, even in the same size', async () => {
  const uploadId = await givenUploaded('data.csv', 'old!');
  await uploads.require(uploadId);
  await bucket.put(`uploads/${uploadId}`, Buffer.from('new!'));
  expect((await uploads.require(uploadId)).sha256).toBe(sha256Of('new!'));
});

it('an upload to which nothing was sent is not found, with what to do', async () => {
  const { uploadId } = await uploads.create('data.csv');
  await expect(uploads.require(uploadId)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('Nothing was sent'),
  });
});

it('an uploaded script becomes code under its own name', async () => {
  const { ref } = await code.take({ uploadId: await givenUploaded('weekly.py', 'print(1)\n') });
  expect(ref.entry).toBe('weekly.py');
});

it('an upload that is too large for code is refused before it is read', async () => {
  const uploadId = await givenUploaded('big.zip', new Uint8Array(maxSourceBytes * 2));
  await expect(code.take({ uploadId })).rejects.toMatchObject({ code: 'too-large' });
});
