import { expect, test } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { expectEnd, givenRunning } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import { codeOf, reportOf } from './played-runner.ts';

type IsIt = (body: Record<string, unknown>) => boolean;

/** A table that does something else just before the first write of a row whose key begins so and that `isIt`. */
function interrupted(isIt: IsIt, sk = 'ATT#') {
  let before: (() => Promise<unknown>) | null = null;
  const table = (inner: Table): Table => ({
    get: (key) => inner.get(key),
    query: (query) => inner.query(query),
    put: (row, condition) => inner.put(row, condition),
    remove: (key, condition) => inner.remove(key, condition),
    transact: async (writes) => {
      const isHit = writes.some((write) => write.kind === 'put' && write.row.sk.startsWith(sk) && isIt(write.row.body));
      const [task, wasSet] = [before, isHit && before !== null];
      if (wasSet) before = null;
      if (wasSet) await task?.();
      return inner.transact(writes);
    },
  });
  return {
    table,
    by: (task: () => Promise<unknown>) => {
      before = task;
    },
  };
}

test('a cancel that comes between the look and the write of a claim wins: the claim is refused', async () => {
  const claiming = interrupted(({ claimedAt }) => claimedAt !== null);
  const flow = givenFlow({ wrapTable: claiming.table });
  const runId = await flow.submit();
  await flow.work();
  claiming.by(() => flow.stores.runs.cancel(runId, null));
  expect(codeOf(await flow.runner(runId).claimRun())).toBe('claim-refused');
  expect((await flow.stores.attempts.whole(runId)).row).toMatchObject({ claimedAt: null });
});

test('a cancel that comes between the look and the write of a launch wins: nothing is launched', async () => {
  const launching = interrupted(({ launches }) => launches === 1);
  const flow = givenFlow({ wrapTable: launching.table });
  const runId = await flow.submit();
  launching.by(() => flow.cancel(runId));
  await flow.work();
  expect(flow.sandboxes.all).toEqual([]);
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});

test('a report and the token of Run that cross both count, and the report completes Run', async () => {
  const reporting = interrupted(({ reportedAt }) => reportedAt !== null);
  const flow = givenFlow({ wrapTable: reporting.table });
  const runId = await flow.submit();
  await flow.work();
  const runner = flow.runner(runId);
  await runner.claimRun();
  reporting.by(() => flow.work());
  await runner.report(reportOf(runId));
  expect(flow.machine.of(runId).transitions).toEqual(['Launch', 'Run', 'Finish']);
});

test('a report that is taken just before its run would end as lost wins', async () => {
  const ending = interrupted(({ endedAt }) => endedAt !== null, 'META');
  const flow = givenFlow({ wrapTable: ending.table });
  const { runId, runner } = await givenRunning(flow);
  ending.by(() => runner.report(reportOf(runId)));
  await flow.pass(80);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a report that arrives while its sandbox is being stopped wins', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  flow.meanwhile.do = () => runner.report(reportOf(runId));
  await flow.pass(80);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a report that was uploaded while its sandbox was being stopped wins although nobody said so', async () => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  flow.meanwhile.do = () => flow.bucket.put(`runs/${runId}/report.json`, Buffer.from(JSON.stringify(reportOf(runId))));
  await flow.pass(80);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

test('a report that cannot be used ends its run as lost, and the operator is told', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId));
  await flow.bucket.put(`runs/${runId}/report.json`, Buffer.from('{"half":'));
  await flow.work();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expect(flow.logged.map(({ message }) => message)).toContain('a report cannot be used');
});

test('a sandbox that does not end holds up its run for a bounded time only', async () => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  flow.sandboxes.stopMs = Number.POSITIVE_INFINITY;
  await flow.pass(200);
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  expect(flow.logged.map(({ message }) => message)).toContain('a sandbox did not stop in time');
});

test('a waiting sandbox that does not take its offer is replaced under a new code', async () => {
  const flow = givenFlow();
  const { launcher } = flow.services;
  const launch = launcher.launch.bind(launcher);
  launcher.launch = async (one) => launch({ ...one, ...(await one.handover?.renew()) });
  const runId = await flow.submit();
  await flow.work();
  expect(flow.sandboxes.newest(runId).ref).toBe(`task/${runId}-1-2`);
  expect((await flow.stores.attempts.whole(runId)).row).toMatchObject({ launches: 2, sandbox: `task/${runId}-1-2` });
  expect((await flow.runner(runId).claimRun()).status).toBe(200);
});

test('an artifact that the report names and the bucket does not have is not listed', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  const artifacts = [{ name: 'chart.svg', bytes: 4, sha256: '0'.repeat(64), mime: 'image/svg+xml' }];
  await runner.report({ ...reportOf(runId), artifacts });
  await flow.work();
  expect(await flow.record(runId)).toMatchObject({ status: 'SUCCEEDED', artifacts: [], artifactsDropped: 1 });
});

test('a result that the report names and the bucket does not have is no success', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await runner.report({ ...reportOf(runId), result: { kind: 'file', bytes: 40_000, sha256: '0'.repeat(64) } });
  await flow.work();
  expect(await flow.record(runId)).toMatchObject({ status: 'FAILED', reason: 'invalid-output', result: null });
});

/** A table whose writes of attempts fail for so many times, as a throttled one's do. */
function throttled(isIt: (body: Record<string, unknown>) => boolean, times: number) {
  let left = times;
  return (inner: Table): Table => ({
    get: (key) => inner.get(key),
    query: (query) => inner.query(query),
    put: (row, condition) => inner.put(row, condition),
    remove: (key, condition) => inner.remove(key, condition),
    transact: async (writes) => {
      const isHit = writes.some((write) => write.kind === 'put' && write.row.sk.startsWith('ATT#') && isIt(write.row.body));
      if (isHit && left-- > 0) throw new AppError('no-capacity');
      return inner.transact(writes);
    },
  });
}

test.each([
  ['the launch is counted', { launches: 1, sandbox: null }],
  ["the sandbox's name is kept", { sandbox: expect.any(String), runToken: null, claimedAt: null }],
  ['the token of Run is kept', { runToken: expect.any(String) }],
])('a table that is throttled while %s costs no run', async (_, row) => {
  const flow = givenFlow({ wrapTable: throttled((body) => matches(body, row), 3) });
  const { runId, runner } = await givenRunning(flow);
  await runner.report(reportOf(runId));
  await flow.work();
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});

function matches(body: Record<string, unknown>, row: Record<string, unknown>): boolean {
  try {
    expect(body).toMatchObject(row);
    return true;
  } catch {
    return false;
  }
}

test('a report that the bucket does not take at first is brought again', async () => {
  let left = 1;
  const flow = givenFlow({
    wrapBucket: (bucket) => ({
      ...bucket,
      put: async (key, content) => {
        if (key.endsWith('report.json') && left-- > 0) throw new AppError('no-capacity');
        return bucket.put(key, content);
      },
    }),
  });
  const { runId, runner } = await givenRunning(flow);
  expect((await runner.report(reportOf(runId))).status).toBe(503);
  expect((await runner.report(reportOf(runId))).status).toBe(200);
  await flow.work();
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});
