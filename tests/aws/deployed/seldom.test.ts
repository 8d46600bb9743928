import { expect, test } from 'vitest';
import { uploadFile } from '../../../client/index.ts';
import { givenRun, givenStarted } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';

const { runlet, calls } = deployed();

test('a file that was uploaded by itself is read by a run', async () => {
  const uploadId = await uploadFile(runlet, 'rows.csv', new TextEncoder().encode('a,b\n'));
  const source = 'from pathlib import Path\ndef main(data: Path):\n    return data.read_text()\n';
  expect(await givenRun(runlet, source, { files: { data: { uploadId } } })).toMatchObject({ status: 'SUCCEEDED', result: 'a,b\n' });
});

test('a script too large for a message is fetched from the bucket by its runner', async () => {
  const comments = '# a comment of a line\n'.repeat(100_000);
  await runlet.createScript({ body: { name: 'large-and-run', source: `${comments}print("large")\n` } });
  expect(await givenStarted(runlet, 'large-and-run')).toMatchObject({ status: 'SUCCEEDED', log: { lines: 1 } });
  const fetched = (await calls()).filter(
    ({ service, uses }) => service === 's3' && uses.some(({ resource }) => resource.includes('/code/')),
  );
  expect(fetched.filter(({ presigned, status }) => presigned && status === 200)).not.toEqual([]);
});

test('failed runs of all scripts are listed', async () => {
  const run = await givenRun(runlet, 'raise SystemExit(3)\n');
  expect((await runlet.listRuns({ query: { status: 'FAILED' } })).items.map(({ id }) => id)).toContain(run.id);
});

test('a script and a token that were deleted are gone', async () => {
  await runlet.createScript({ body: { name: 'deleted', source: 'print(1)\n' } });
  await runlet.deleteScript({ params: { script: 'deleted' } });
  await expect(runlet.getScript({ params: { script: 'deleted' } })).rejects.toMatchObject({ status: 404 });
  const { id } = await runlet.createToken({ body: { name: 'deleted', scopes: ['runs:read'] } });
  await runlet.deleteToken({ params: { token: id } });
  expect((await runlet.listTokens()).items.map((token) => token.id)).not.toContain(id);
});
