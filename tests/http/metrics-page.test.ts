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
  return { ask, token: served.token, url: served.url };
}

test('the figures are there for tokens that may read runs', async () => {
  const { ask, token } = await givenServed();
  const response = await ask(token);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(await response.text()).toContain('runlet_runs_ended_total 0');
});

test('a run that ended is counted, with how it ended and how long it took to start', async () => {
  const { ask, token, url } = await givenServed();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await fetch(`${url}/v1/runs?wait=20`, { method: 'POST', headers, body: JSON.stringify({ source: 'raise SystemExit(3)' }) });
  const text = await (await ask(token)).text();
  expect(text).toMatch(/^runlet_runs_ended_total 1$/m);
  expect(text).toMatch(/^runlet_runs_failed_total 1$/m);
  expect(text).toMatch(/^runlet_starting_seconds_count 1$/m);
});

test('the figures are for nobody else', async () => {
  const { ask } = await givenServed();
  expect([(await ask(null)).status, (await ask('rlt_wrong')).status]).toEqual([401, 401]);
});
