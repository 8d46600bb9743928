import { test } from 'vitest';
import { givenRunning } from '../../scenarios/stories.ts';
import { containerOf, signal } from '../harness/containers.ts';
import { deployed } from '../harness/deployed.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, engine } = deployed();
/** A beat missed for so long ends the wait for it, and so long a stopped process is left to end by itself; both in seconds. */
const [heartbeat, stopTimeout] = [75, 120];

test('a run whose runner lives and beats no more is ended, its sandbox first', { timeout: 480_000 }, async () => {
  const run = await givenRunning(runlet, 'import time\nprint("ready", flush=True)\ntime.sleep(600)\n');
  await signal(engine, await containerOf(engine, run.id), 'STOP');
  await expectEnded(runlet, run, { status: 'CRASHED', reason: 'lost' }, Date.now(), heartbeat + stopTimeout + 90);
});
