import { afterAll, beforeAll, expect, test } from 'vitest';
import { withDefaults } from '../../core/schemas/limits.ts';
import type { Report } from '../../core/schemas/report.ts';
import type { Bucket } from '../../functions/ports/bucket.ts';
import type { Launch, Launcher, LaunchOrder } from '../../functions/ports/launcher.ts';
import { newId } from '../../functions/stores/ids.ts';

/** A launcher under test: the bucket that it reads and writes, and the reports that reach whoever carries the run. */
export interface LaunchedBy {
  launcher: Launcher;
  bucket: Bucket;
  reportOf(runId: string): Promise<Report>;
  close(): Promise<void>;
}

type Inline = Extract<LaunchOrder['code'], { kind: 'inline' }>;

export const inline = (source: string, path = 'script.py'): Inline => ({
  kind: 'inline',
  files: [{ path, base64: Buffer.from(source).toString('base64') }],
});

export function givenOrder(changes: Partial<LaunchOrder>): LaunchOrder {
  const runId = newId('run');
  return {
    runId,
    attempt: 1,
    language: 'python',
    style: 'script',
    entry: 'script.py',
    code: inline('print("hello")'),
    hasInput: false,
    input: null,
    args: [],
    env: {},
    workingDirectory: null,
    files: [],
    returnVariables: [],
    outputContract: 'auto',
    trigger: { schedule: null, slot: null, ask: false },
    lineBuffered: true,
    state: null,
    securityLevel: 'permissive',
    limits: withDefaults({ graceSec: 0.3 }),
    storePrefix: `runs/${runId}/`,
    ...changes,
  };
}

const launchOf = (order: LaunchOrder): Launch => ({
  runId: order.runId,
  attempt: 1,
  launch: 1,
  limits: order.limits,
  cpu: null,
  claimCode: 'code',
  order: async () => order,
});

/** What every edition's launcher must do; plug a second one in by a test file of its own. */
export function launcherContract(name: string, open: () => Promise<LaunchedBy>): void {
  let by: LaunchedBy;
  beforeAll(async () => {
    by = await open();
  });
  afterAll(() => by.close());

  const done = async (order: LaunchOrder) => {
    await by.launcher.launch(launchOf(order));
    return by.reportOf(order.runId);
  };

  test(`${name}: a launched run is reported, and its log lies in the bucket`, async () => {
    const order = givenOrder({});
    expect(await done(order)).toMatchObject({
      runId: order.runId,
      facts: { endedBy: null, exitCode: 0, signal: null },
      log: { bytes: 6, lines: 1 },
    });
    expect(Buffer.from((await by.bucket.read(`${order.storePrefix}log/000000000000.bin`)) ?? []).toString()).toBe('hello\n');
  });

  test(`${name}: launching the same run twice runs it once`, async () => {
    const order = givenOrder({ code: inline('import time; time.sleep(0.3); print("once")') });
    await Promise.all([by.launcher.launch(launchOf(order)), by.launcher.launch(launchOf(order))]);
    expect(await by.reportOf(order.runId)).toMatchObject({ log: { lines: 1 } });
  });

  test(`${name}: stopping gives a signal, then grace, then the end of everything`, async () => {
    const order = givenOrder({
      code: inline('import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint("up", flush=True)\ntime.sleep(60)'),
    });
    const sandbox = { runId: order.runId, ref: await by.launcher.launch(launchOf(order)) };
    expect(await by.launcher.living()).toContainEqual(sandbox);
    await by.launcher.stop(sandbox, 0.2);
    expect(await by.reportOf(order.runId)).toMatchObject({ facts: { endedBy: 'canceled' } });
    expect(await by.launcher.look([sandbox])).toMatchObject([{ state: 'gone' }]);
  });

  test(`${name}: stopping a run that has no sandbox is no error`, async () => {
    await by.launcher.stop({ runId: newId('run'), ref: 'none' }, 1);
  });

  test(`${name}: input files and large code come from the bucket`, async () => {
    const { sha256, bytes } = await by.bucket.put('uploads/one', Buffer.from('abc'));
    const order = givenOrder({
      code: inline('print(open("inputs/data.txt").read())'),
      files: [{ path: 'inputs/data.txt', key: 'uploads/one', sha256, bytes }],
    });
    expect(await done(order)).toMatchObject({ facts: { exitCode: 0 }, log: { bytes: 4 } });
  });

  test(`${name}: code that cannot be put in place is reported as a failed start`, async () => {
    expect(await done(givenOrder({ code: inline('print(1)', '../outside.py') }))).toMatchObject({ facts: { endedBy: 'start-failed' } });
  });

  test(`${name}: a result above 32 KiB lies in the bucket, a smaller one in the report`, async () => {
    const source = 'def main(size: int):\n    return "x" * size\n';
    const small = givenOrder({ style: 'function', code: inline(source), hasInput: true, input: { size: 10 } });
    expect(await done(small)).toMatchObject({ result: { kind: 'inline', value: 'x'.repeat(10) } });
    const large = givenOrder({ style: 'function', code: inline(source), hasInput: true, input: { size: 100_000 } });
    expect(await done(large)).toMatchObject({ result: { kind: 'file' } });
    expect(await by.bucket.size(`${large.storePrefix}result.json`)).toBe(100_002);
  });
}
