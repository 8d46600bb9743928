import { expect, test } from 'vitest';
import type { Flow } from '../functions/workflow/given-flow.ts';
import { givenFlow } from '../functions/workflow/given-flow.ts';
import { givenRunning } from '../functions/workflow/expect-end.ts';
import { codeOf, PlayedRunner, reportOf } from '../functions/workflow/played-runner.ts';
import { narrow } from './given-narrow-table.ts';

/** Two runs with a runner each. */
async function givenTwo() {
  const flow = givenFlow({ wrapTable: narrow });
  return { flow, mine: await givenRunning(flow), other: await givenRunning(flow) };
}

async function post(flow: Flow, path: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  return (await flow.app(new Request(`http://api.test/runner/${path}`, sent))).status;
}

test('a session is good for its own run alone', async () => {
  const { flow, mine, other } = await givenTwo();
  const { session } = mine.runner;
  expect(await post(flow, `runs/${other.runId}/beat`, { session, log: { bytes: 0, lines: 0 } })).toBe(409);
  expect(await post(flow, `runs/${other.runId}/report`, { session, report: reportOf(other.runId) })).toBe(409);
  expect((await flow.stores.attempts.whole(other.runId)).row?.reportedAt).toBeNull();
});

test('a code is good for its own run alone', async () => {
  const { flow, mine, other } = await givenTwo();
  const { code } = flow.sandboxes.newest(mine.runId);
  expect(codeOf(await new PlayedRunner(flow.app, other.runId, { code }).claimRun())).toBe('claim-refused');
});

test('who reads the code in the description of a task learns nothing by it once the run is claimed', async () => {
  const { flow, mine } = await givenTwo();
  const thief = new PlayedRunner(flow.app, mine.runId, flow.sandboxes.newest(mine.runId));
  expect(codeOf(await thief.claimRun())).toBe('claim-refused');
  expect(
    await post(flow, `runs/${mine.runId}/beat`, { session: flow.sandboxes.newest(mine.runId).code, log: { bytes: 0, lines: 0 } }),
  ).toBe(409);
});

test('grants reach no other run, whatever its id begins with', async () => {
  const { mine, other } = await givenTwo();
  const { log, artifacts, result, report } = mine.runner.claim?.grants ?? {};
  for (const one of [log, artifacts]) expect(one?.prefix).toMatch(new RegExp(`^runs/${mine.runId}/[a-z]+/$`));
  for (const one of [result, report]) expect(one?.key).toMatch(new RegExp(`^runs/${mine.runId}/[a-z]+\\.json$`));
  expect(JSON.stringify(mine.runner.claim)).not.toContain(other.runId);
});

test('a report that is replaced after the run was judged changes nothing', async () => {
  const { flow, mine } = await givenTwo();
  await mine.runner.report(reportOf(mine.runId, { exitCode: 3, result: { state: 'none', from: null, detail: null } }));
  await flow.work();
  await flow.bucket.put(`runs/${mine.runId}/report.json`, Buffer.from(JSON.stringify(reportOf(mine.runId))));
  expect((await mine.runner.report('uploaded')).status).toBe(200);
  await flow.work();
  await flow.sweep();
  expect(await flow.record(mine.runId)).toMatchObject({ status: 'FAILED', exitCode: 3 });
});

test('of two reports the first is kept', async () => {
  const { flow, mine } = await givenTwo();
  await mine.runner.report(reportOf(mine.runId, { exitCode: 3, result: { state: 'none', from: null, detail: null } }));
  await mine.runner.report(reportOf(mine.runId));
  await flow.work();
  expect(await flow.record(mine.runId)).toMatchObject({ status: 'FAILED', exitCode: 3 });
});

test('an Idempotency-Key of somebody unknown leaves no row and no answer', async () => {
  const flow = givenFlow();
  const runId = await flow.submit();
  await flow.work();
  const { code } = flow.sandboxes.newest(runId);
  const claim = { code, nonce: 'a-nonce-of-sixteen' };
  expect(await post(flow, `runs/${runId}/claim`, claim, { 'idempotency-key': 'key-1' })).toBe(200);
  const key = { pk: 'IDEM#anybody#POST /runner/runs/{run}/claim#key-1', sk: 'META' };
  expect(await flow.table.get(key)).toBeNull();
});

test.each([
  ['NUL', '%00'],
  ['more than a key', 'a'.repeat(3000)],
  ['more bytes than a key', '%C3%BC'.repeat(1500)],
  ['a way up', '..%2f..'],
  ['a key of a row', 'x%23META'],
])('a run that nobody could have is refused like any other, never as a fault of ours: %s', async (_, run) => {
  const flow = givenFlow({ wrapTable: narrow });
  const statuses = [
    await post(flow, `runs/${run}/claim`, { code: 'x', nonce: 'x'.repeat(16) }),
    await post(flow, `runs/${run}/report`, { session: '', report: 'uploaded' }),
    await post(flow, `slots/${run}/poll`, { secret: '' }),
  ];
  expect(statuses).toEqual([409, 409, 409]);
});

test.each([
  ['a number beyond all', '{"session":"SESSION","log":{"bytes":1e999,"lines":0}}', 400],
  ['half a byte', '{"session":"SESSION","log":{"bytes":0.5,"lines":0}}', 400],
  ['a field of every object', '{"session":"SESSION","log":{"bytes":0,"lines":0},"__proto__":{}}', 400],
  ['a field more', '{"session":"SESSION","log":{"bytes":0,"lines":0},"status":"SUCCEEDED"}', 400],
  ['the same field twice, the session last', '{"session":"x","session":"SESSION","log":{"bytes":0,"lines":0}}', 200],
  [
    'a message without end',
    `{"session":"SESSION","log":{"bytes":0,"lines":0},"progress":{"at":"2026-01-01T00:00:00Z","fraction":1,"message":"${'m'.repeat(900_000)}"}}`,
    400,
  ],
  [
    'phases without end',
    `{"session":"SESSION","log":{"bytes":0,"lines":0},"started":{"at":"2026-01-01T00:00:00Z","phases":${JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, n])))}}}`,
    400,
  ],
  ['figures below nothing', '{"session":"SESSION","log":{"bytes":-1,"lines":0}}', 400],
])('a beat with %s is told what it is', async (_, text, status) => {
  const { flow, mine } = await givenTwo();
  const body = text.replace('"SESSION"', JSON.stringify(mine.runner.session));
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  expect((await flow.app(new Request(`http://api.test/runner/runs/${mine.runId}/beat`, sent))).status).toBe(status);
});
