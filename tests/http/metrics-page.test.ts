import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../local/serve.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function givenServed() {
  const dataDir = temporaryFolder('metrics');
  const served = await serve({ dataDir, port: 0 });
  onTestFinished(async () => {
    await served.close();
    rmSync(dataDir, { recursive: true });
  });
  const ask = (token: string | null) =>
    fetch(`${served.url}/metrics`, token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { ask, token: served.token };
}

test('the figures are there for tokens that may read runs', async () => {
  const { ask, token } = await givenServed();
  const response = await ask(token);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(await response.text()).toContain('runlet_runs_ended_total 0');
});

test('the figures are for nobody else', async () => {
  const { ask } = await givenServed();
  expect([(await ask(null)).status, (await ask('rlt_wrong')).status]).toEqual([401, 401]);
});
