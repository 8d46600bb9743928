import { expect, test } from 'vitest';
import { executionEnded } from '../../../functions/events/execution-ended.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { expectEnd, givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';
import { reportOf } from '../workflow/played-runner.ts';

const script = () => ({ script: 'report', scriptId: newId('script'), version: 1 });

/** An installation that people reach, with somebody who wants to hear of every failure. */
async function givenListened(options: Parameters<typeof givenFlow>[0] = {}): Promise<Flow> {
  const flow = givenFlow(options);
  flow.services.settings = { ...flow.services.settings, publicUrl: () => 'https://runlet.example.com' };
  const address = 'ada@example.com';
  const { ref } = await flow.topic.subscribe(address);
  flow.topic.agree(address);
  await flow.stores.subscriptions.create({}, { address, ref, status: 'confirmed' }, 'tester');
  return flow;
}

/** A run whose workflow died, so that nobody of it is left to tell of its end. */
async function givenDead(flow: Flow): Promise<string> {
  const { runId } = await givenRunning(flow, script());
  flow.machine.of(runId).state = 'failed';
  return runId;
}

const aborted = (flow: Flow, runId: string) => executionEnded(flow.services, { detail: { name: `${runId}-1`, status: 'ABORTED' } });

async function expectTold(flow: Flow, runId: string, subject: string): Promise<void> {
  expect(flow.topic.taken.map((message) => message.subject)).toEqual([subject]);
  const { items } = await flow.stores.messages.list({});
  expect(items.map(({ run, state }) => [run, state])).toEqual([[runId, 'sent']]);
}

const lost = 'report crashed: its process is gone';

test('a run that the second recorder ends is told of once, however often the event comes', async () => {
  const flow = await givenListened();
  const runId = await givenDead(flow);
  await aborted(flow, runId);
  await aborted(flow, runId);
  await flow.pass(70);
  await expectTold(flow, runId, lost);
});

test('a run that the sweep ends is told of once', async () => {
  const flow = await givenListened();
  const runId = await givenDead(flow);
  await flow.pass(240);
  await aborted(flow, runId);
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  await expectTold(flow, runId, lost);
});

test('a run that another has ended and told of is not told of again by its own state Finish', async () => {
  const flow = await givenListened();
  const runId = await givenDead(flow);
  await aborted(flow, runId);
  await flow.steps.finish({ runId, attempt: 1 });
  await expectTold(flow, runId, lost);
});

test('a run that another ends while the sweep stops its sandbox is told of once', async () => {
  const flow = await givenListened();
  const runId = await givenDead(flow);
  flow.clock.ms += 200_000;
  flow.meanwhile.do = async () => {
    flow.meanwhile.do = async () => null;
    await aborted(flow, runId);
  };
  await flow.sweep();
  await expectEnd(flow, runId, { status: 'CRASHED', reason: 'lost' });
  await expectTold(flow, runId, lost);
});

test('a run that waited too long for a place is told of', async () => {
  const flow = await givenListened({ maxRuns: 1 });
  const { runner } = await givenRunning(flow);
  const runId = await flow.submit({ queueTimeoutSec: 30, ...script() });
  await flow.pass(125, () => runner.beat());
  await expectTold(flow, runId, 'report crashed: queue timeout');
});

test('a run that its workflow ends is told of by that alone', async () => {
  const flow = await givenListened();
  const { runId, runner } = await givenRunning(flow, script());
  await runner.report(reportOf(runId, { exitCode: 1 }));
  await flow.work();
  await aborted(flow, runId);
  await flow.pass(70);
  await expectTold(flow, runId, 'report failed: exit code 1');
});

test('a run that ends well by a report that nobody waited for is told to nobody', async () => {
  const flow = await givenListened();
  const { runId, runner } = await givenRunning(flow, script());
  flow.machine.of(runId).state = 'failed';
  await runner.report(reportOf(runId));
  await flow.pass(90);
  await expectEnd(flow, runId, { status: 'SUCCEEDED', reason: null });
  expect((await flow.stores.messages.list({})).items).toEqual([]);
});

test('a carrier that takes nothing keeps no run from ending and no other from its place, and the message waits', async () => {
  const flow = await givenListened({ maxRuns: 1 });
  const runId = await givenDead(flow);
  const next = await flow.submit();
  flow.topic.next.push(async () => Promise.reject(new Error('the topic is gone')));
  await aborted(flow, runId);
  expect((await flow.record(runId)).status).toBe('CRASHED');
  expect((await flow.record(next)).status).toBe('STARTING');
  expect((await flow.stores.messages.list({})).items).toMatchObject([{ state: 'waiting', tries: 1 }]);
});

test('a process that people cannot reach records what is to be told and sends nothing', async () => {
  const flow = await givenListened();
  flow.services.settings = { ...flow.services.settings, publicUrl: () => null };
  const runId = await givenDead(flow);
  await aborted(flow, runId);
  expect(flow.topic.taken).toEqual([]);
  expect((await flow.stores.messages.list({})).items).toMatchObject([{ run: runId, state: 'waiting', tries: 0 }]);
});
