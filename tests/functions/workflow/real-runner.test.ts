import { expect, test } from 'vitest';
import { withDefaults } from '../../../core/schemas/limits.ts';
import { givenFlow } from './given-flow.ts';
import { givenRealRunners } from './given-real-runners.ts';

/** The runner itself, over HTTP, through claims, beats and grants: only Step Functions and Fargate are played. */

const writes = `
import json, os, pathlib
pathlib.Path(os.environ['RUNLET_OUTPUT'], 'table.csv').write_text('a,b\\n1,2\\n')
print(json.dumps({'rows': 1}))
`;

test('a script that leaves a result, an artifact and a log ends with all of them', async () => {
  const flow = givenFlow();
  const { untilEnded } = await givenRealRunners(flow);
  const runId = await flow.submit({}, writes);
  await untilEnded(runId);
  const run = await flow.stores.runs.get(runId);
  expect(run).toMatchObject({ status: 'SUCCEEDED', exitCode: 0, result: { rows: 1 }, artifactsDropped: 0 });
  expect(run.artifacts).toMatchObject([{ name: 'table.csv', bytes: 8 }]);
  expect((await flow.stores.logs.page({ id: runId, attempt: 1 }, { limit: 9 }, true)).items).toMatchObject([
    { stream: 'stdout', text: '{"rows": 1}' },
  ]);
  expect(flow.machine.of(runId).transitions).toEqual(['Launch', 'Run', 'Finish', 'ended']);
  expect(run.startedAt).not.toBeNull();
});

test('a script past its time limit is stopped by its runner, and its run timed out', async () => {
  const flow = givenFlow();
  const { untilEnded } = await givenRealRunners(flow);
  const runId = await flow.submit({ limits: withDefaults({ timeoutSec: 1, graceSec: 1 }) }, 'import time\ntime.sleep(60)\n');
  await untilEnded(runId);
  expect(await flow.record(runId)).toMatchObject({ status: 'TIMED_OUT', reason: 'timeout' });
});

test('a runner that is killed ends its run as lost as soon as its task is seen stopped', async () => {
  const flow = givenFlow();
  const { untilEnded, untilRunning, tasks } = await givenRealRunners(flow);
  const runId = await flow.submit({}, 'import time\ntime.sleep(60)\n');
  await untilRunning(runId);
  tasks[0]?.kill('SIGKILL');
  await flow.stopped(runId, { stopCode: 'EssentialContainerExited', containers: [{ name: 'runner', exitCode: 137 }] });
  await untilEnded(runId);
  expect(await flow.record(runId)).toMatchObject({ status: 'CRASHED', reason: 'lost' });
});
