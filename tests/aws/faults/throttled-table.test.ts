import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { deployed } from '../harness/deployed.ts';
import { answered, expectEnded, expectPlaceFree } from './expect-ended.ts';

const installation = deployed();
const { runlet, fail, calls } = installation;
/** Long enough that every step of a short run meets it, and within the patience of a step that knows no second try. */
const boutMs = 8_000;

afterEach(() => fail());

test('whoever repeats what a throttled table refused, under the same key, has one run', async () => {
  const script = `throttled-${Date.now()}`;
  await runlet.createScript({ body: { name: script, source: 'print("once")\n' } });
  const start = () => runlet.startRun({ params: { script }, body: {}, idempotencyKey: script });
  await fail({ match: '^dynamodb ', holds: script, kind: 'throttle' });
  await expect(start()).rejects.toMatchObject({ status: 503, code: 'no-capacity' });
  await fail();
  const run = await start();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 5, lines: 1, droppedBytes: 0 } }, Date.now());
  expect((await start()).id).toBe(run.id);
  expect((await runlet.listRuns({ query: { script } })).items.map(({ id }) => id)).toEqual([run.id]);
});

test('the steps of a run outlive a table that throttles, and do nothing twice', async () => {
  const run = await runlet.previewRun({ body: { source: 'print("throttled")\n' } });
  const since = Date.now();
  await fail({ match: '^dynamodb ', holds: run.id, kind: 'throttle' });
  await sleep(boutMs);
  await fail();
  await expectEnded(runlet, run, { status: 'SUCCEEDED', log: { bytes: 10, lines: 1, droppedBytes: 0 } }, since);
  expect(await answered(installation, `POST /runner/runs/${run.id}/report`)).toBe(1);
  expect((await calls(since)).filter(({ service, status }) => service === 'dynamodb' && status === 0).length).toBeGreaterThan(3);
  await expectPlaceFree(installation, run);
});
