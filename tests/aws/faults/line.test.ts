import { afterEach, expect, test } from 'vitest';
import { givenRunning, untilLogged } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import { answered, expectEnded, expectPlaceFree } from './expect-ended.ts';

const installation = deployed();
const { runlet, fail, calls } = installation;
const says = (...steps: string[]) => ['import time', 'print("ready", flush=True)', ...steps, ''].join('\n');

afterEach(() => fail());

test('a report whose answer is lost is sent again, and counts once', async () => {
  const run = await givenRunning(runlet, says('time.sleep(5)'));
  const report = `POST /runner/runs/${run.id}/report`;
  await fail({ match: `^execute-api ${report}`, kind: 'lose-answer', times: 1 });
  await expectEnded(runlet, run, { status: 'SUCCEEDED' }, Date.now());
  const reports = async () => (await calls()).filter(({ operation }) => operation === report);
  await expect.poll(async () => (await reports()).length, { timeout: 20_000 }).toBe(2);
  expect(await runlet.getRun({ params: { run: run.id } })).toMatchObject({ status: 'SUCCEEDED' });
});

test('a script that had ended before its run was canceled is told as it ended, though its report comes after', async () => {
  const run = await givenRunning(runlet, says('time.sleep(5)', 'print("done")'));
  await fail({ match: `^execute-api POST /runner/runs/${run.id}/report`, kind: 'unavailable' });
  await untilLogged(runlet, run.id, 'done');
  expect(await runlet.cancelRun({ params: { run: run.id } })).toMatchObject({ status: 'CANCELING' });
  await fail();
  await expectEnded(
    runlet,
    run,
    { status: 'SUCCEEDED', reason: null, exitCode: 0, log: { bytes: 11, lines: 2, droppedBytes: 0 } },
    Date.now(),
  );
  await expectPlaceFree(installation, run);
});

test('a claim whose answer is lost is made again by the same runner', async () => {
  const run = await runlet.previewRun({ body: { source: 'print(1)\n' } });
  const claim = `POST /runner/runs/${run.id}/claim`;
  await fail({ match: `^execute-api ${claim}`, kind: 'lose-answer', times: 1 });
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 2, lines: 1, droppedBytes: 0 } }, Date.now());
  expect(await answered(installation, claim)).toBe(2);
});

test('a part of the log whose upload is cut is sent again', async () => {
  const run = await givenRunning(runlet, says('for n in range(5):', '    print("line", n, flush=True)', '    time.sleep(1)'));
  await fail({ match: `^s3 PutObject \\S*runs/${run.id}/`, kind: 'cut', times: 3 });
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 41, lines: 6, droppedBytes: 0 } }, Date.now());
});
