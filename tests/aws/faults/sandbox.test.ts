import { expect, test } from 'vitest';
import { expectLog, givenRunning } from '../../scenarios/stories.ts';
import { containerOf, signal } from '../harness/containers.ts';
import { deployed } from '../harness/deployed.ts';
import { docker } from '../stand-ins/docker.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, engine, calls } = deployed();
const waits = 'import time\nprint("ready", flush=True)\ntime.sleep(600)\n';
const quick = (seconds: number) => `import time\nprint("ready", flush=True)\ntime.sleep(${seconds})\nprint("done")\n`;

test('a run whose container is killed is told as lost within the bound, and keeps its log', async () => {
  const run = await givenRunning(runlet, waits);
  await signal(engine, await containerOf(engine, run.id), 'KILL');
  await expectEnded(runlet, run, { status: 'CRASHED', reason: 'lost' }, Date.now());
  await expectLog(runlet, run.id, /ready/);
});

test('of two runners for one run the second is sent away, and the run goes on', async () => {
  const run = await givenRunning(runlet, quick(10));
  const { image, env } = await containerOf(engine, run.id);
  const given = env.filter((one) => one.startsWith('RUNLET_')).flatMap((one) => ['--env', one]);
  const second = docker(engine, ['run', '--rm', '--network', 'host', ...given, image]);
  await expect(second).rejects.toThrow();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 11, lines: 2, droppedBytes: 0 } }, Date.now());
  expect((await calls()).filter(({ operation }) => operation === `POST /runner/runs/${run.id}/report`)).toHaveLength(1);
});
