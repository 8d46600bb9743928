import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { givenRunning, logOf } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, fail } = deployed();
const speaks = 'import time\nprint("ready", flush=True)\nfor n in range(80):\n    print("line", n, flush=True)\n    time.sleep(1)\n';

afterEach(() => fail());

test('a runner outlives an API that answers nobody for 60 s, and no line is lost', async () => {
  const run = await givenRunning(runlet, speaks);
  await fail({ match: `^execute-api POST /runner/runs/${run.id}/`, kind: 'refuse' });
  await sleep(60_000);
  await fail();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', reason: null }, Date.now());
  expect((await logOf(runlet, run.id)).map(({ text }) => text)).toEqual(['ready', ...Array.from({ length: 80 }, (_, n) => `line ${n}`)]);
});
