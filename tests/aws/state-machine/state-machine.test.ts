import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMachine } from './given-machine.ts';
import type { Ended, Execution, GivenMachine, Told } from './given-machine.ts';

let machine: GivenMachine;
beforeAll(async () => {
  machine = await startMachine();
});
afterAll(() => machine.close());

const over = { Payload: { again: null } };

async function toldIn(execution: Execution, state: string): Promise<Told> {
  const told = await machine.told(execution);
  expect(told.state).toBe(state);
  return told;
}

/** The run's sandbox has claimed its job: `Launch` is over, `Run` waits. */
async function givenRunning(execution: Execution): Promise<Told> {
  const launch = await toldIn(execution, 'Launch');
  expect(await machine.callbacks.succeed(launch.token, {})).toBe(true);
  return toldIn(execution, 'Run');
}

/** `Finish` is told this error, and ends the run for good. */
async function expectFinishedBy(execution: Execution, error: { Error: unknown }): Promise<Ended> {
  const finish = await toldIn(execution, 'Finish');
  expect(finish.payload).toMatchObject({ runId: execution.runId, attempt: 1, error });
  await machine.callbacks.succeed(finish.token, over);
  const ended = await machine.ended(execution);
  expect(ended.status).toBe('SUCCEEDED');
  return ended;
}

async function givenFailed(execution: Execution, state: string, error: string): Promise<void> {
  const { token } = await toldIn(execution, state);
  expect(await machine.fail(token, error)).toBe(true);
}

test('a run that goes well enters five states, and its functions are told what their steps take', async () => {
  const execution = await machine.start();
  const { runId } = execution;
  const launch = await toldIn(execution, 'Launch');
  expect(launch.payload).toEqual({ runId, attempt: 1, token: launch.token });
  await machine.callbacks.succeed(launch.token, {});
  const run = await toldIn(execution, 'Run');
  expect(run.payload).toEqual({ runId, attempt: 1, token: run.token });
  await machine.callbacks.succeed(run.token, {});
  const finish = await toldIn(execution, 'Finish');
  expect(finish.payload).toEqual({ runId, attempt: 1, runTimeoutSec: 60 });
  await machine.callbacks.succeed(finish.token, over);
  const { status, entered } = await machine.ended(execution);
  expect([status, entered]).toEqual(['SUCCEEDED', ['Launch', 'Run', 'Finish', 'Again?', 'Done']]);
});

test('a run that is to be attempted again waits until the instant that Finish named, and is then admitted', async () => {
  const execution = await machine.start();
  const { token } = await givenRunning(execution);
  await machine.callbacks.succeed(token, {});
  const finish = await toldIn(execution, 'Finish');
  const at = new Date(Date.now() + 4_000).toISOString();
  await machine.callbacks.succeed(finish.token, { Payload: { again: { at } } });
  const admit = await toldIn(execution, 'Admit');
  expect(admit.payload).toMatchObject({ again: { at } });
  await machine.callbacks.succeed(admit.token, { Payload: {} });
  const { status, entered, enteredAt } = await machine.ended(execution);
  expect([status, entered]).toEqual(['SUCCEEDED', ['Launch', 'Run', 'Finish', 'Again?', 'Backoff', 'Admit', 'Done']]);
  // This stand-in waits by whole seconds; the function waits for the rest.
  expect(enteredAt('Admit')).toBeGreaterThan(Date.parse(at) - 1_000);
});

test('an execution that is stopped while it waits for the next attempt calls nobody any more', async () => {
  const execution = await machine.start();
  const { token } = await givenRunning(execution);
  await machine.callbacks.succeed(token, {});
  const finish = await toldIn(execution, 'Finish');
  await machine.callbacks.succeed(finish.token, { Payload: { again: { at: new Date(Date.now() + 3_000).toISOString() } } });
  await machine.stop(execution);
  expect((await machine.ended(execution)).entered.at(-1)).toMatch(/^(Again\?|Backoff)$/);
});

test('starting twice starts once', async () => {
  const execution = await machine.start();
  await machine.startAgain(execution, 60);
  await machine.startAgain(execution, 30);
  const { token } = await givenRunning(execution);
  await machine.callbacks.succeed(token, {});
  const finish = await toldIn(execution, 'Finish');
  await machine.callbacks.succeed(finish.token, over);
  expect((await machine.ended(execution)).entered).toHaveLength(5);
  await machine.startAgain(execution, 60);
  expect(await machine.isSilent(execution)).toBe(true);
});

test('a sandbox that is never claimed is given up when Launch has waited long enough', async () => {
  const execution = await machine.start({ hurry: 'launch' });
  await toldIn(execution, 'Launch');
  await expectFinishedBy(execution, { Error: expect.stringMatching(/^States\.(Timeout|HeartbeatTimeout)$/) });
});

test('a run whose beats stop is given up, one whose beats come is not', async () => {
  const execution = await machine.start({ hurry: 'beat' });
  const { token } = await givenRunning(execution);
  for (let beats = 0; beats < 5; beats++) {
    expect(await machine.callbacks.beat(token)).toBe(true);
    expect(await machine.isSilent(execution)).toBe(true);
  }
  await expectFinishedBy(execution, { Error: expect.stringMatching(/^States\.(Timeout|HeartbeatTimeout)$/) });
  expect(await machine.callbacks.beat(token)).toBe(false);
});

test('a run that beats for ever is given up at the time that its input names', async () => {
  const execution = await machine.start({ runTimeoutSec: 4 });
  const { token } = await givenRunning(execution);
  while (await machine.isSilent(execution)) await machine.callbacks.beat(token);
  const { enteredAt } = await expectFinishedBy(execution, { Error: 'States.Timeout' });
  const ranMs = enteredAt('Finish') - enteredAt('Run');
  expect(ranMs).toBeGreaterThan(3_000);
  // By what its input names, and not by the minute that other runs have.
  expect(ranMs).toBeLessThan(60_000);
});

// Trying again is seen by its count alone: this stand-in gives each try the token of the first, and with it the answer to the first.
test('missing capacity is asked for again as often as the definition says, and then ends the run by that name', async () => {
  const execution = await machine.start();
  for (let tries = 0; tries < 3; tries++) await givenFailed(execution, 'Launch', 'no-capacity');
  await expectFinishedBy(execution, { Error: 'no-capacity' });
});

test.each(['start-failed', 'canceled', 'sandbox-gone', 'internal', 'Error'])(
  'a launch that fails as %s is not tried again',
  async (error) => {
    const execution = await machine.start();
    await givenFailed(execution, 'Launch', error);
    await expectFinishedBy(execution, { Error: error });
  },
);

test.each(['no-capacity', 'sandbox-gone', 'Error'])(
  'a run that fails as %s is never tried again, because its script may have run',
  async (error) => {
    const execution = await machine.start();
    const { token } = await givenRunning(execution);
    expect(await machine.fail(token, error)).toBe(true);
    await expectFinishedBy(execution, { Error: error });
  },
);

test('a run whose call Lambda itself would not take is asked for again as often as the definition says', async () => {
  const refused = 'Lambda.TooManyRequestsException';
  const execution = await machine.start();
  const { token } = await givenRunning(execution);
  expect(await machine.fail(token, refused)).toBe(true);
  for (let tries = 0; tries < 2; tries++) await givenFailed(execution, 'Run', refused);
  await expectFinishedBy(execution, { Error: refused });
});

// This stand-in lets States.ALL catch it too, as AWS does not; the tests of the template hold the definition to its name.
test('an answer larger than the workflow carries ends in Finish, under its name', async () => {
  const execution = await machine.start();
  const { token } = await givenRunning(execution);
  await machine.callbacks.succeed(token, { much: 'x'.repeat(262_144 - 11) });
  await expectFinishedBy(execution, { Error: 'States.DataLimitExceeded' });
});

test('answers that come twice or too late change nothing', async () => {
  const execution = await machine.start();
  const launch = await toldIn(execution, 'Launch');
  await machine.callbacks.succeed(launch.token, {});
  await machine.callbacks.succeed(launch.token, {});
  const run = await toldIn(execution, 'Run');
  await machine.callbacks.fail(launch.token, 'canceled', 'late');
  expect(await machine.isSilent(execution)).toBe(true);
  await machine.callbacks.succeed(run.token, {});
  const finish = await toldIn(execution, 'Finish');
  await machine.callbacks.fail(run.token, 'sandbox-gone', 'late');
  await machine.callbacks.succeed(finish.token, over);
  expect((await machine.ended(execution)).entered).toHaveLength(5);
});

test('a Finish that fails is tried again until it says how the run ended', async () => {
  const execution = await machine.start();
  await givenFailed(execution, 'Launch', 'start-failed');
  await givenFailed(execution, 'Finish', 'internal');
  await expectFinishedBy(execution, { Error: 'start-failed' });
});

test('an execution that is stopped from outside waits for nobody any more', async () => {
  const execution = await machine.start({ hurry: 'beat' });
  const { token } = await givenRunning(execution);
  await machine.stop(execution);
  const { status, entered } = await machine.ended(execution);
  // AWS says ABORTED; this stand-in sees first that the state which waited has failed.
  expect(['ABORTED', 'FAILED']).toContain(status);
  expect(entered).toEqual(['Launch', 'Run']);
  await machine.callbacks.succeed(token, {});
  expect(await machine.isSilent(execution)).toBe(true);
});
