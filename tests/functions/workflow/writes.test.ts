import { expect, test } from 'vitest';
import { run as runSchema } from '../../../core/schemas/run.ts';
import type { Scan } from '../../../core/schemas/scan.ts';
import { previewRun } from '../../../functions/api/runs/preview-run.ts';
import { createApp } from '../../../functions/doors/app.ts';
import { createStores } from '../../../functions/stores/index.ts';
import { countTable } from './counting-table.ts';
import { expectEnd } from './expect-end.ts';
import { givenFlow } from './given-flow.ts';
import type { Flow } from './given-flow.ts';
import { reportOf } from './played-runner.ts';

const scan: Scan = {
  entry: 'script.py',
  style: 'script',
  interface: 'none',
  inputSchema: null,
  argv: null,
  hasTrigger: false,
  doc: null,
  empty: null,
  syntaxErrors: [],
  decodeErrors: [],
  imports: [],
  findings: [],
};

/** Somebody sends a script that nobody has sent before, to a function of its own that remembers nothing. */
async function submit(flow: Flow, calls: unknown[]): Promise<string> {
  const scanner = { scan: async () => scan };
  const { table, bucket, pulse, stores: carried } = flow.services;
  const fresh = createStores({ table, bucket, pulse, scanner, owner: 'aws', maxRuns: 4, admits: () => true, now: carried.now });
  const token = (await carried.tokens.create({ name: 'somebody' }, { id: 'tok_1', name: 'root', scopes: ['admin'] })).token;
  // The token was made long ago.
  calls.length = 0;
  const app = createApp({ previewRun }, { ...flow.services, scanner, stores: fresh, identity: fresh.tokens });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'once' };
  const body = JSON.stringify({ source: 'print("hello")\n', input: { name: 'Ada' } });
  const response = await app(new Request('http://api.test/v1/runs', { method: 'POST', headers, body }));
  await fresh.tokens.settled();
  return runSchema.parse(await response.json()).id;
}

/** A run of 10 s that goes well, to the event that its task has stopped. */
async function givenGoodRun() {
  const { counting, calls } = countTable();
  const flow = givenFlow({ wrapTable: counting });
  const runId = await submit(flow, calls);
  await flow.work();
  const runner = flow.runner(runId);
  await runner.claimRun();
  await flow.work();
  await runner.started(flow.clock.ms);
  flow.clock.ms += 10_000;
  await runner.beat({ log: { bytes: 6, lines: 1 } });
  await runner.report(reportOf(runId));
  await flow.work();
  await flow.stopped(runId);
  return { flow, runId, calls: [...calls] };
}

test('a run of ten seconds that goes well takes at most 30 units of writing and 30 of reading, its submission included', async () => {
  const { flow, runId, calls } = await givenGoodRun();
  const units = (of: 'writes' | 'reads') => calls.reduce((sum, call) => sum + call[of], 0);
  expect(calls.map(({ what }) => what)).toContain(`put RUN#${runId} | LIVE`);
  expect(units('writes')).toBeLessThanOrEqual(30);
  expect(units('reads')).toBeLessThanOrEqual(30);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
});
