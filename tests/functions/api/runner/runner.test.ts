import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { beatAnswer, slotAnswer } from '../../../../core/schemas/runner.ts';
import { givenRunning } from '../../workflow/expect-end.ts';
import { givenFlow } from '../../workflow/given-flow.ts';
import { codeOf, reportOf } from '../../workflow/played-runner.ts';

async function givenLaunched(changes: Parameters<ReturnType<typeof givenFlow>['submit']>[0] = {}) {
  const flow = givenFlow();
  const runId = await flow.submit(changes);
  await flow.work();
  return { flow, runId, runner: flow.runner(runId) };
}

describe('a claim', () => {
  test('gives the job, a session, and grants for what the run may write, each in its bounds', async () => {
    const { flow, runId, runner } = await givenLaunched();
    await runner.claimRun();
    const { limits } = await flow.record(runId);
    expect(runner.claim?.job).toMatchObject({ kind: 'inline', value: { runId, entry: 'script.py', code: { kind: 'inline' } } });
    expect(runner.claim?.grants).toMatchObject({
      log: { prefix: `runs/${runId}/log/`, maxBytes: 256 * 1024 * 1024 + 16 * 1024 * 1024 },
      artifacts: { prefix: `runs/${runId}/artifacts/`, maxBytes: limits.artifactBytes },
      result: { key: `runs/${runId}/result.json`, maxBytes: limits.resultBytes },
      report: { key: `runs/${runId}/report.json`, maxBytes: 64 * 1024 * 1024 },
    });
    expect(runner.claim).toMatchObject({ attempt: 1, beatSec: 10 });
  });

  test('whose answer was lost gives the same session again to the same runner', async () => {
    const { runner } = await givenLaunched();
    await runner.claimRun();
    const { session } = runner;
    expect((await runner.claimRun()).status).toBe(200);
    expect(runner.session).toBe(session);
  });

  test.each([
    ['another code', { code: 'x'.repeat(43) }],
    ['no code', { code: '' }],
  ])('with %s is refused', async (_, more) => {
    const { runner } = await givenLaunched();
    expect(codeOf(await runner.claimRun(more))).toBe('claim-refused');
  });

  test('with the code and another nonce is refused once the run has its runner', async () => {
    const { runner } = await givenLaunched();
    await runner.claimRun();
    expect(codeOf(await runner.claimRun({ nonce: 'a-nonce-of-somebody-else' }))).toBe('claim-refused');
  });

  test('puts a large job behind an address', async () => {
    const { flow, runId, runner } = await givenLaunched({ hasInput: true, input: { kind: 'inline', value: 'x'.repeat(2_000_000) } });
    await runner.claimRun();
    expect(runner.claim?.job).toMatchObject({ kind: 'file', url: expect.stringContaining('http') });
    expect(await flow.bucket.size(`runs/${runId}/job.json`)).toBeGreaterThan(2_000_000);
  });

  test('leaves neither code nor session nor nonce in the table', async () => {
    const { flow, runId, runner } = await givenLaunched();
    await runner.claimRun();
    const { rows } = await flow.table.query({ pk: `RUN#${runId}`, limit: 100 });
    const text = JSON.stringify(rows);
    for (const secret of [runner.session, runner.nonce, flow.sandboxes.newest(runId).code]) expect(text).not.toContain(secret);
  });
});

describe('a beat', () => {
  test('keeps progress, the size of the log and when the runner was heard of', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    const progress = { at: '2026-01-01T00:00:00.000Z', fraction: 0.5, message: 'half' };
    await runner.beat({ log: { bytes: 12, lines: 2 }, progress });
    await runner.beat({ log: { bytes: 18, lines: 3 } });
    const beatAt = new Date(flow.clock.ms).toISOString();
    expect(await flow.stores.runs.live(runId)).toEqual({ progress, log: { bytes: 18, lines: 3 }, beatAt });
  });

  test('says that the run is watched while somebody follows it, and for 30 seconds after', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    const watched = async () => beatAnswer.parse((await runner.beat()).body).watched;
    expect(await watched()).toBe(false);
    await flow.stores.runs.watch(runId);
    expect(await watched()).toBe(true);
    flow.clock.ms += 31_000;
    expect(await watched()).toBe(false);
  });

  test('brings new grants when it asks for them', async () => {
    const flow = givenFlow();
    const { runner } = await givenRunning(flow);
    expect(beatAnswer.parse((await runner.beat()).body).grants).toBeUndefined();
    expect(beatAnswer.parse((await runner.beat({ renew: true })).body).grants?.log.prefix).toBe(runner.claim?.grants.log.prefix);
  });

  test('keeps the state Run from missing it', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    flow.clock.ms += 60_000;
    await runner.beat();
    expect(flow.machine.of(runId).beatAt).toBe(flow.clock.ms);
  });

  test('of a run that has ended tells its runner to end', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.stores.runs.endWithoutReport(runId, { kind: 'lost' });
    expect(codeOf(await runner.beat())).toBe('claim-refused');
  });

  test('without the session is refused, as is one for a run that there is not', async () => {
    const flow = givenFlow();
    const { runner } = await givenRunning(flow);
    runner.session = 'guessed';
    expect(codeOf(await runner.beat())).toBe('claim-refused');
  });
});

describe('a report', () => {
  test('that was uploaded is taken from where its grant said', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(JSON.stringify(reportOf(runId))));
    expect((await runner.report('uploaded')).status).toBe(200);
    await flow.work();
    expect(await flow.record(runId)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each([
    ['is not there', null],
    ['is cut off', '{"runId":'],
    ['is of another run', JSON.stringify(reportOf('run_01JH7Q3V9ZK4M2N8P6R5S1T0WX'))],
  ])('that was said to be uploaded and %s is refused', async (_, content) => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    if (content !== null) await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(content));
    expect(codeOf(await runner.report('uploaded'))).toBe('bad-request');
    expect((await flow.stores.attempts.whole(runId)).row?.reportedAt).toBeNull();
  });

  test('of another run is refused', async () => {
    const flow = givenFlow();
    const { runner } = await givenRunning(flow);
    expect(codeOf(await runner.report(reportOf('run_01JH7Q3V9ZK4M2N8P6R5S1T0WX')))).toBe('bad-request');
  });

  test('that comes after the run ended changes nothing, and its runner may go', async () => {
    const flow = givenFlow();
    const { runId, runner } = await givenRunning(flow);
    await flow.stores.runs.endWithoutReport(runId, { kind: 'lost' });
    expect((await runner.report(reportOf(runId))).status).toBe(200);
    expect(await flow.record(runId)).toMatchObject({ status: 'CRASHED', reason: 'lost', result: null });
    expect(await flow.bucket.size(`runs/${runId}/report.json`)).toBeNull();
  });
});

/** What a slot hears that polls with the secret; `given` says whether there is such a slot. */
async function poll(secret: string, given = true) {
  const flow = givenFlow();
  const secretHash = createHash('sha256').update('the secret').digest('hex');
  const size = { cpu: 0.25, memoryMiB: 512 };
  const body = { secretHash, state: 'idle', runId: null, taskArn: null, size, startedAt: '2026-01-01T00:00:00.000Z' };
  if (given) await flow.table.put({ pk: 'POOL', sk: 'slt_1', body }, { kind: 'none' });
  const headers = { 'content-type': 'application/json' };
  const request = new Request('http://api.test/runner/slots/slt_1/poll', { method: 'POST', headers, body: JSON.stringify({ secret }) });
  const response = await flow.app(request);
  return { status: response.status, body: z.json().parse(await response.json()) };
}

describe('a warm slot', () => {
  test('hears where its run will be told', async () => {
    const { url } = slotAnswer.parse((await poll('the secret')).body);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1\//);
  });

  test('with another secret, or that is not there, is refused', async () => {
    expect(codeOf(await poll('another'))).toBe('claim-refused');
    expect(codeOf(await poll('the secret', false))).toBe('claim-refused');
  });
});
