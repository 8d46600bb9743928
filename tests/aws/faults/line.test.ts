import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { givenRun, givenRunning, logOf, untilLogged } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, fail, calls } = deployed();
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

test('a report whose answer is lost is sent again, and counts once', async () => {
  const run = await givenRunning(runlet, 'import time\nprint("ready", flush=True)\ntime.sleep(5)\n');
  await fail({ match: `^execute-api POST /runner/runs/${run.id}/report`, kind: 'lose-answer', times: 1 });
  await expectEnded(runlet, run, { status: 'SUCCEEDED' }, Date.now());
  const reports = async () => (await calls()).filter(({ operation }) => operation === `POST /runner/runs/${run.id}/report`);
  await expect.poll(async () => (await reports()).length, { timeout: 20_000 }).toBe(2);
  expect(await runlet.getRun({ params: { run: run.id } })).toMatchObject({ status: 'SUCCEEDED' });
});

test('a report that comes after a cancel does not undo it', async () => {
  const run = await givenRunning(runlet, 'import time\nprint("ready", flush=True)\ntime.sleep(5)\nprint("done")\n');
  await fail({ match: `^execute-api POST /runner/runs/${run.id}/report`, kind: 'unavailable' });
  await untilLogged(runlet, run.id, 'done');
  await runlet.cancelRun({ params: { run: run.id } });
  await fail();
  await expectEnded(runlet, run, { status: 'CANCELED', reason: 'canceled-by-user' }, Date.now());
});

test('a claim whose answer is lost is made again by the same runner', async () => {
  await fail({ match: '^execute-api POST /runner/runs/[^/]+/claim', kind: 'lose-answer', times: 1 });
  const run = await runlet.previewRun({ body: { source: 'print(1)\n' } });
  await expectEnded(runlet, run, { status: 'SUCCEEDED' }, Date.now());
});

test('a table that throttles delays a run and loses nothing of it', async () => {
  await fail({ match: '^dynamodb ', kind: 'throttle', times: 12 });
  expect(await givenRun(runlet, 'print("throttled")\n')).toMatchObject({ status: 'SUCCEEDED', log: { lines: 1 } });
});

test('a part of the log whose upload is cut is sent again', async () => {
  const run = await givenRunning(runlet, speaks.replace('80', '5'));
  await fail({ match: `^s3 PutObject \\S*runs/${run.id}/`, kind: 'cut', times: 3 });
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 41, lines: 6, droppedBytes: 0 } }, Date.now());
});
