import { expect, it } from 'vitest';
import { givenApi } from '../given-api.ts';

const { call } = givenApi();

it('the starter scripts are listed and read', async () => {
  const { body } = await call('GET', '/v1/templates?limit=2');
  expect(body).toMatchObject({ items: [{ name: 'argparse-report' }, { name: 'backup-folder' }], nextCursor: 'backup-folder' });
  expect(await call('GET', '/v1/templates/csv-report')).toMatchObject({
    status: 200,
    body: { name: 'csv-report', definition: {}, files: expect.arrayContaining([expect.objectContaining({ path: 'script.py' })]) },
  });
  expect(await call('GET', '/v1/templates/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
