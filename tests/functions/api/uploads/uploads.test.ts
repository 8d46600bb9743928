import { expect, it } from 'vitest';
import * as z from 'zod';
import { upload } from '../../../../core/schemas/upload.ts';
import { givenApi } from '../given-api.ts';

const { call, edition } = givenApi();

it('a file that was uploaded is shown, and becomes a script', async () => {
  const { status, body } = await call('POST', '/v1/uploads', { filename: 'job.py' });
  const { uploadId } = z.parse(upload, body);
  expect([status, await call('GET', `/v1/uploads/${uploadId}`)]).toMatchObject([201, { status: 404, body: { code: 'not-found' } }]);
  await edition().bucket.put(`uploads/${uploadId}`, Buffer.from('print(1)\n'));
  expect(await call('GET', `/v1/uploads/${uploadId}`)).toMatchObject({ status: 200, body: { uploadId, filename: 'job.py', bytes: 9 } });
  expect(await call('POST', '/v1/scripts', { name: 'uploaded', uploadId })).toMatchObject({
    status: 201,
    body: { version: { entry: 'job.py' } },
  });
});
