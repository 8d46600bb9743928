import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { ended, givenRun, logOf } from './stories.ts';

const fast = { backoffSec: 0.1, maxBackoffSec: 0.5 };
/** Fails in its first attempts, as many as its input says. */
const flaky =
  'import json, os, sys\nattempt = int(os.environ["RUNLET_ATTEMPT"])\nprint("attempt", attempt)\n' +
  'sys.exit(7 if attempt <= json.loads(os.environ["RUNLET_INPUT"]) else 0)\n';

scenario('a run that fails is attempted again until it succeeds, and all attempts stand under it', async ({ runlet }) => {
  const run = await givenRun(runlet, flaky, { input: 2, retry: { attempts: 4, ...fast } });
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 3, reason: null, retryAt: null });
  expect(run.attempts).toMatchObject([
    { attempt: 1, status: 'FAILED', reason: 'exit-nonzero', exitCode: 7 },
    { attempt: 2, status: 'FAILED', reason: 'exit-nonzero', exitCode: 7 },
  ]);
  expect((await logOf(runlet, run.id)).map(({ text }) => text)).toEqual(['attempt 3']);
  const first = await runlet.listLogs({ params: { run: run.id }, query: { attempt: 1 } });
  expect(first.items.map(({ text }) => text)).toEqual(['attempt 1']);
});

scenario('a run has no more attempts than its policy gives, and then ends as its last one did', async ({ runlet }) => {
  const run = await givenRun(runlet, flaky, { input: 9, retry: { attempts: 2, ...fast } });
  expect(run).toMatchObject({ status: 'FAILED', reason: 'exit-nonzero', exitCode: 7, attempt: 2 });
  expect(run.attempts).toHaveLength(1);
});

scenario('what the policy does not name is not attempted again', async ({ runlet }) => {
  const run = await givenRun(runlet, flaky, { input: 9, retry: { attempts: 5, reasons: ['timeout'], ...fast } });
  expect(run).toMatchObject({ status: 'FAILED', attempt: 1, attempts: [] });
});

scenario('a run that waits for its next attempt says when that is, and can be canceled', async ({ runlet }) => {
  const policy = { attempts: 3, backoffSec: 600, jitter: 0 };
  const run = await runlet.previewRun({ body: { source: flaky, input: 9, retry: policy } });
  await expect
    .poll(async () => (await runlet.getRun({ params: { run: run.id }, query: {} })).retryAt, { timeout: 55_000 })
    .toMatch(/^\d{4}-/);
  const waiting = await runlet.getRun({ params: { run: run.id }, query: {} });
  expect(waiting).toMatchObject({ status: 'QUEUED', attempt: 2, attempts: [{ attempt: 1 }] });
  const canceled = await ended(runlet, await runlet.cancelRun({ params: { run: run.id }, query: { wait: 20 } }));
  expect(canceled).toMatchObject({ status: 'CANCELED', reason: 'canceled-by-user' });
});

scenario('a policy that means nothing is refused by its field', async ({ runlet }) => {
  const refused = runlet.previewRun({ body: { source: flaky, retry: { attempts: 11 } } });
  await expect(refused).rejects.toMatchObject({ status: 400, errors: [{ field: 'retry.attempts' }] });
});
