import { expect, onTestFinished, test, vi } from 'vitest';
import { lastLine } from '../../../../functions/api/runs/line-id.ts';
import { runEvents } from '../../../../functions/api/runs/run-events.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import { givenRunning } from '../../workflow/expect-end.ts';
import { givenFlow } from '../../workflow/given-flow.ts';
import type { Flow } from '../../workflow/given-flow.ts';
import { givenLog } from '../../workflow/given-log.ts';
import { reportOf } from '../../workflow/played-runner.ts';

/** Follows a run for so many looks, a second each, and says what it heard; `between` is done before each look but the first. */
async function follow(
  flow: Flow,
  runId: string,
  { looks, after = -1, streamSec = null }: Follow,
  between = async () => {},
): Promise<string[]> {
  const gone = new AbortController();
  const services = { ...flow.services, settings: { ...flow.services.settings, streamSec } };
  const heard: string[] = [];
  let left = looks;
  services.pulse = {
    wait: async () => {
      if (--left === 0) gone.abort();
      else await between();
    },
    beat: () => {},
  };
  for await (const answer of runEvents(services, runId, { last: { attempt: 1, seq: after }, signal: gone.signal })) {
    if ('event' in answer) heard.push(answer.event.type === 'log' ? `log ${answer.event.data.text}` : answer.event.type);
  }
  return heard;
}

interface Follow {
  looks: number;
  after?: number;
  streamSec?: number | null;
}

/** Counts the requests that reach the table and the bucket. */
function givenCounted() {
  const asked: string[] = [];
  const counted =
    (name: string) =>
    <A extends unknown[], R>(call: (...given: A) => R) =>
    (...given: A): R => {
      asked.push(name);
      return call(...given);
    };
  const table = (inner: Table): Table => ({
    get: counted('get')((key) => inner.get(key)),
    query: counted('query')((query) => inner.query(query)),
    put: counted('put')((row, condition) => inner.put(row, condition)),
    remove: (key, condition) => inner.remove(key, condition),
    transact: (writes) => inner.transact(writes),
  });
  const flow = givenFlow({
    wrapTable: table,
    wrapBucket: (bucket) => ({
      ...bucket,
      list: counted('list')((prefix, options) => bucket.list(prefix, options)),
      size: counted('size')((key) => bucket.size(key)),
      read: counted('read')((key, range) => bucket.read(key, range)),
    }),
  });
  return { flow, asked };
}

test('a second of following costs one read of the table and nothing of the bucket while the log does not grow', async () => {
  const { flow, asked } = givenCounted();
  const { runId } = await givenRunning(flow);
  asked.length = 0;
  await follow(flow, runId, { looks: 10 });
  expect(Object.entries(Object.groupBy(asked, (name) => name)).map(([name, those]) => [name, those?.length])).toEqual([
    ['query', 10],
    ['put', 1],
  ]);
});

test('new lines are read when the runner told of them, and the log is never listed', async () => {
  const { flow, asked } = givenCounted();
  const { runId, runner } = await givenRunning(flow);
  const lines: string[] = [];
  const heard = await follow(flow, runId, { looks: 4 }, async () => {
    lines.push(`line ${lines.length}`);
    await givenLog(flow.bucket, runId, lines);
    await runner.beat({ log: { bytes: 7 * lines.length, lines: lines.length } });
  });
  expect(heard).toEqual(['status', 'log line 0', 'log line 1', 'log line 2']);
  expect(asked).not.toContain('list');
});

test('whoever follows a run is told to its runner, again and again as long as somebody does', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: flow.clock.ms });
  const told: unknown[] = [];
  await follow(flow, runId, { looks: 60 }, async () => {
    flow.clock.ms += 1000;
    vi.setSystemTime(flow.clock.ms);
    told.push((await runner.beat()).body);
  });
  // The first beat comes beside the first look, and may be before anybody has said that he looks.
  expect(told.slice(1)).toMatchObject(Array.from({ length: 58 }, () => ({ watched: true })));
});

test('a stream that is bounded ends early, and is resumed behind its last line up to the end', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow);
  await givenLog(flow.bucket, runId, ['one', 'two']);
  await runner.beat({ log: { bytes: 8, lines: 2 } });
  expect(await follow(flow, runId, { looks: 99, streamSec: 0 })).toEqual(['status', 'log one', 'log two']);
  await givenLog(flow.bucket, runId, ['one', 'two', 'three']);
  await runner.report(reportOf(runId));
  await flow.work();
  expect(await follow(flow, runId, { looks: 99, after: 1, streamSec: 0 })).toEqual(['status', 'log three', 'result', 'end']);
});

test('a follower hears that another attempt begins, and goes on with its lines behind those of the one before', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { retry: { attempts: 2, backoffSec: 5, jitter: 0 } });
  await givenLog(flow.bucket, runId, ['one', 'two']);
  await runner.report(reportOf(runId, { exitCode: 3 }));
  const told = await followIds(flow, runId, null, async () => {
    await flow.work();
    flow.clock.ms += 2000;
    await goOn(flow, runId);
  });
  expect(told).toEqual([
    ['', 'status RUNNING 1'],
    ['0', 'one 1'],
    ['1', 'two 1'],
    ['', 'status QUEUED 2'],
    ['', 'status STARTING 2'],
    ['10000000000000', 'three 2'],
    ['10000000000001', 'four 2'],
    ['', 'status SUCCEEDED 2'],
    ['', 'result'],
    ['', 'end'],
  ]);
  expect((await followIds(flow, runId, '0')).map(([, what]) => what)).toEqual([
    'status SUCCEEDED 2',
    'two 1',
    'three 2',
    'four 2',
    'result',
    'end',
  ]);
  expect((await followIds(flow, runId, '10000000000000')).map(([, what]) => what)).toEqual([
    'status SUCCEEDED 2',
    'four 2',
    'result',
    'end',
  ]);
  expect((await followIds(flow, runId, null)).map(([, what]) => what)).toEqual([
    'status SUCCEEDED 2',
    'three 2',
    'four 2',
    'result',
    'end',
  ]);
});

/** Carries the second attempt, once it has a sandbox, to its end. */
async function goOn(flow: Flow, runId: string): Promise<void> {
  if ((await flow.record(runId)).attempt !== 2 || flow.sandboxes.all.length < 2) return;
  const runner = flow.runner(runId);
  if ((await runner.claimRun()).status !== 200) return;
  await givenLog(flow.bucket, `${runId}/attempts/2`, ['three', 'four']);
  await runner.report(reportOf(runId, {}, 2));
}

/** What a follower hears up to the end, each with its id; a log line and a status with their attempt. */
async function followIds(flow: Flow, runId: string, lastEventId: string | null, between = async () => {}): Promise<[string, string][]> {
  const services = { ...flow.services, pulse: { wait: between, beat: () => {} } };
  const { attempt } = await flow.record(runId);
  const last = lastLine(lastEventId) ?? { attempt, seq: -1 };
  const told: [string, string][] = [];
  for await (const answer of runEvents(services, runId, { last, signal: AbortSignal.timeout(20_000) })) {
    if (!('event' in answer)) continue;
    const { type, data } = answer.event;
    const what = type === 'status' ? `status ${data.status} ${data.attempt}` : type === 'log' ? `${data.text} ${data.attempt ?? 1}` : type;
    told.push([answer.id ?? '', what]);
  }
  return told;
}
