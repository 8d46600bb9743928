import { beforeAll, describe, expect, it } from 'vitest';
import { givenApi } from '../given-api.ts';

const { call } = givenApi();

const files = [
  { 'main.py': 'x = 1\ny = 2\n', 'old.txt': 'gone\n', 'logo.png': { base64: 'AAEC' } },
  { 'main.py': 'x = 1\ny = 3\n', 'new.txt': 'here\n', 'logo.png': { base64: 'AAED' } },
];

beforeAll(async () => {
  await call('POST', '/v1/scripts', { name: 'versioned', files: files[0] });
  await call('POST', '/v1/scripts/versioned/versions', { files: files[1], note: 'second', promote: false });
});

describe('versions over the API', () => {
  it('are shown by number and as live', async () => {
    expect(await call('GET', '/v1/scripts/versioned/versions/2')).toMatchObject({
      status: 200,
      body: { script: 'versioned', version: 2, note: 'second', entry: 'main.py' },
    });
    expect(await call('GET', '/v1/scripts/versioned/versions/live')).toMatchObject({ body: { version: 1 } });
    expect(await call('GET', '/v1/scripts/versioned/versions')).toMatchObject({ body: { items: [{ version: 2 }, { version: 1 }] } });
    expect(await call('GET', '/v1/scripts/versioned/versions/9')).toMatchObject({ status: 404, body: { code: 'no-version' } });
  });

  it('give their files as text, or as base64 where they are none', async () => {
    const { body } = await call('GET', '/v1/scripts/versioned/versions/1/source');
    expect(body).toEqual({
      entry: 'main.py',
      files: [
        { path: 'logo.png', bytes: 3, text: null, base64: 'AAEC' },
        { path: 'main.py', bytes: 12, text: 'x = 1\ny = 2\n', base64: null },
        { path: 'old.txt', bytes: 5, text: 'gone\n', base64: null },
      ],
    });
  });

  it('are promoted', async () => {
    expect(await call('POST', '/v1/scripts/versioned/versions/2/promote')).toMatchObject({ status: 200, body: { live: 2 } });
    expect(await call('POST', '/v1/scripts/versioned/versions/1/promote')).toMatchObject({ status: 200, body: { live: 1 } });
  });

  it('of a script that does not exist are not found before the code is looked at', async () => {
    expect(await call('POST', '/v1/scripts/nobody/versions', { source: 'x = 1' })).toMatchObject({ status: 404 });
  });
});

describe('diff-versions', () => {
  it('compares with the version before, file by file, as patches', async () => {
    const { body } = await call('GET', '/v1/scripts/versioned/versions/2/diff');
    expect(body).toMatchObject({
      from: 1,
      to: 2,
      files: [
        { path: 'logo.png', change: 'changed', patch: null },
        {
          path: 'main.py',
          change: 'changed',
          patch: expect.stringContaining('--- a/main.py\n+++ b/main.py\n@@ -1,2 +1,2 @@\n x = 1\n-y = 2\n+y = 3\n'),
        },
        { path: 'new.txt', change: 'added', patch: expect.stringContaining('--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,1 @@\n+here\n') },
        { path: 'old.txt', change: 'removed', patch: expect.stringContaining('-gone\n') },
      ],
    });
  });

  it('shows all of version 1 as added', async () => {
    expect(await call('GET', '/v1/scripts/versioned/versions/1/diff')).toMatchObject({
      body: { from: 0, to: 1, files: [{ change: 'added' }, { change: 'added' }, { change: 'added' }] },
    });
  });

  it('goes backwards too, and shows nothing where nothing changed', async () => {
    expect(await call('GET', '/v1/scripts/versioned/versions/1/diff?from=2')).toMatchObject({
      body: { from: 2, to: 1, files: [{}, {}, { path: 'new.txt', change: 'removed' }, {}] },
    });
    expect(await call('GET', '/v1/scripts/versioned/versions/1/diff?from=1')).toMatchObject({ body: { files: [] } });
  });
});
