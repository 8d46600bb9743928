import { test } from 'vitest';
import { containerOf, signal } from '../harness/containers.ts';
import { deployed } from '../harness/deployed.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, engine } = deployed();
/** So long a sandbox may take until it claims its run, and so long a stopped process is left to end by itself; both in seconds. */
const [launchTimeout, stopTimeout] = [300, 120];

test('a run whose sandbox never comes so far as to claim it is given up', { timeout: 900_000 }, async () => {
  const run = await runlet.previewRun({ body: { source: 'print(1)\n' } });
  await signal(engine, await containerOf(engine, run.id), 'STOP');
  const since = Date.now();
  await expectEnded(runlet, run, { status: 'CRASHED', reason: 'start-timeout' }, since, launchTimeout + stopTimeout + 90);
});
