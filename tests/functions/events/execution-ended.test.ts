import { expect, test } from 'vitest';
import { executionEnded } from '../../../functions/events/execution-ended.ts';
import { givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';

test.each([
  ['failed', 'FAILED', 1],
  ['took too long', 'TIMED_OUT', 1],
  ['was aborted, as by whoever cancels a run', 'ABORTED', 0],
] as const)('that a workflow %s is counted %s: %i', async (_what, status, count) => {
  const flow = givenFlow();
  const { runId } = await givenRunning(flow);
  flow.machine.of(runId).state = 'failed';
  const event = { detail: { name: `${runId}-1`, status } };
  await executionEnded(flow.services, event);
  await executionEnded(flow.services, event);
  expect(flow.figures.filter(([name]) => name === 'runsRescued')).toHaveLength(count);
});
