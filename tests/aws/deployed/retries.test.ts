import { expect, test } from 'vitest';
import { ended } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';

const { runlet, calls } = deployed();

test('an attempt that failed is followed by another one in an execution and a sandbox of its own, under the same run', async () => {
  const source =
    'import os, sys\nprint("attempt", os.environ["RUNLET_ATTEMPT"])\nsys.exit(0 if os.environ["RUNLET_ATTEMPT"] == "2" else 3)\n';
  const begun = await runlet.previewRun({ body: { source, retry: { attempts: 3, backoffSec: 1, jitter: 0 } } });
  const run = await ended(runlet, begun);
  expect(run).toMatchObject({ id: begun.id, status: 'SUCCEEDED', attempt: 2 });
  expect(run.attempts).toMatchObject([{ attempt: 1, status: 'FAILED', reason: 'exit-nonzero', exitCode: 3 }]);
  const { items } = await runlet.listLogs({ params: { run: run.id }, query: { attempt: 1 } });
  expect(items.map(({ text }) => text)).toEqual(['attempt 1']);
  const started = (await calls(Date.parse(run.createdAt))).filter(({ operation }) => operation === 'StartExecution');
  expect(started.length).toBeGreaterThanOrEqual(2);
});
