import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { withDefaults } from '../../core/schemas/limits.ts';
import type { Report } from '../../core/schemas/report.ts';
import { expectEnd, givenRunning } from '../functions/workflow/expect-end.ts';
import { givenFlow } from '../functions/workflow/given-flow.ts';
import { reportOf } from '../functions/workflow/played-runner.ts';
import { givenRuns, newRun } from '../functions/stores/runs/given-runs.ts';
import { narrow } from './given-narrow-table.ts';

/** So many bytes that cannot be compressed, as text. */
const noise = (bytes: number) => randomBytes(Math.ceil((bytes * 3) / 4)).toString('base64');
const given = givenRuns();
const succeeded = { status: 'SUCCEEDED', reason: null };

/** A run on the table as it is on AWS, reported so by its runner, and all that happens then. */
async function givenReported(more: Partial<Report>, uploaded = false, changes: Parameters<typeof newRun>[0] = {}) {
  const flow = givenFlow({ wrapTable: narrow });
  const { runId, runner } = await givenRunning(flow, { limits: withDefaults({ artifacts: 10_000 }), ...changes });
  for (const { name, bytes } of more.artifacts ?? []) await flow.bucket.put(`runs/${runId}/artifacts/${name}`, Buffer.alloc(bytes));
  const report = { ...reportOf(runId), ...more };
  if (uploaded) await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(JSON.stringify(report)));
  await runner.report(uploaded ? 'uploaded' : report);
  await flow.work();
  return { flow, runId };
}

test('a script with variables that no row can hold ends, and they are told', async () => {
  const variables = { text: noise(1_500_000) };
  const { flow, runId } = await givenReported({ variables });
  await expectEnd(flow, runId, succeeded);
  expect((await flow.stores.runs.get(runId)).variables).toEqual(variables);
  expect((await flow.table.get({ pk: `RUN#${runId}`, sk: 'META' }))?.body['variables']).toMatchObject({ kind: 'bucket' });
});

test('a script with more names of files than a row can hold ends with those that fit, and the others are counted and gone', async () => {
  const artifacts = Array.from({ length: 1200 }, () => ({
    name: `${noise(240).replaceAll('/', '_')}/${noise(240).replaceAll('/', '_')}`,
    bytes: 1,
    sha256: randomBytes(32).toString('hex'),
    mime: 'text/plain',
  }));
  const { flow, runId } = await givenReported({ artifacts });
  await expectEnd(flow, runId, succeeded);
  const { artifacts: kept, artifactsDropped } = await flow.record(runId);
  expect([kept.length > 100, kept.length + artifactsDropped]).toEqual([true, 1200]);
  expect(await flow.bucket.list(`runs/${runId}/artifacts/`, { limit: 1000 })).toHaveLength(kept.length);
});

test('a script whose state no row can hold ends, and is told that it was not kept', async () => {
  const { flow, runId } = await givenReported({ state: { text: noise(1_000_000) } }, false, { scriptId: 'scr_1', script: 'one' });
  await expectEnd(flow, runId, succeeded);
  expect(await flow.record(runId)).toMatchObject({ state: 'unchanged', message: expect.stringContaining('was not kept') });
});

test('what a runner of somebody else says too much is left out, and the run ends', async () => {
  const exception = { type: 'E', message: noise(600_000), line: 1, traceback: noise(600_000) };
  const facts = { ...reportOf('').facts, exitCode: 1, exception };
  const { flow, runId } = await givenReported({ facts, walls: [noise(500_000)] });
  await expectEnd(flow, runId, { status: 'FAILED', reason: 'exception' });
  expect((await flow.record(runId)).walls).toEqual([]);
});

test.each([
  ['nested without end', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
  ['with millions of values', `[${'[],'.repeat(6_000_000)}0]`],
])('an uploaded report %s is none, and the run ends without it', async (_, value) => {
  const flow = givenFlow({ wrapTable: narrow });
  const { runId, runner } = await givenRunning(flow);
  const text = JSON.stringify({ ...reportOf(runId), variables: { a: 'HERE' } }).replace('"HERE"', value);
  await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(text));
  expect((await runner.report('uploaded')).status).toBe(400);
  flow.sandboxes.kill(flow.sandboxes.newest(runId).ref);
  await flow.stopped(runId);
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
});

test.each([
  ['more than a row can hold', noise(200_000)],
  ['little that unpacks to much, which every list would have to read', 'a'.repeat(7_000_000)],
])('a run that is given %s is refused', async (_, text) => {
  const flow = givenFlow({ wrapTable: narrow });
  await expect(flow.submit({ args: [text] })).rejects.toMatchObject({ code: 'too-large' });
});

test('the largest runs that may wait let those behind them in', async () => {
  const table = narrow(given.table);
  const one = given.runsOf('aws', { table });
  for (let n = 0; n < 31; n++) await one.create(newRun({ args: [noise(170_000)] }), null, []);
  expect(await given.runsOf('aws', { table, maxRuns: 31 }).admit()).toHaveLength(30);
});
