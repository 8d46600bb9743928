import { expect, test } from 'vitest';
import { reportOf } from '../../workflow/played-runner.ts';
import { given, givenRunning, retry } from './given-attempts.ts';
import { newRun } from './given-runs.ts';

const failed = (runId: string, attempt = 1) => reportOf(runId, { exitCode: 3 }, attempt);
const sweep = { isAlive: () => true, carries: () => true, adopts: false };

test('a run whose attempt fails waits out its pause without a place, and what was known of the attempt stands among its attempts', async () => {
  const { runs, clock } = given();
  const id = await givenRunning(runs, retry, new Date(clock.ms));
  await runs.endByReport(failed(id));
  const record = await runs.record(id);
  expect(record).toMatchObject({
    status: 'QUEUED',
    reason: null,
    attempt: 2,
    retryAt: '2026-03-01T12:01:00.000Z',
    admittedAt: null,
    startedAt: null,
    endedAt: null,
    exitCode: null,
    result: null,
    metrics: null,
    phases: {},
    place: null,
  });
  const first = {
    attempt: 1,
    status: 'FAILED',
    reason: 'exit-nonzero',
    exitCode: 3,
    memoryMiB: 384,
    startedAt: '2026-03-01T12:00:00.000Z',
  };
  expect(record.attempts).toMatchObject([{ ...first, endedAt: '2026-03-01T12:00:00.000Z', metrics: { wallMs: 900 } }]);
  expect([await runs.leases(), await runs.admit(), (await runs.nextReady())?.toISOString()]).toEqual([[], [], '2026-03-01T12:01:00.000Z']);
});

test('once the pause is over it is admitted, and its last attempt ends it', async () => {
  const { runs, clock } = given();
  const id = await givenRunning(runs);
  await runs.endByReport(failed(id));
  clock.ms += 60_000;
  expect([await runs.admit(), await runs.nextReady()]).toEqual([[id], null]);
  expect(await runs.record(id)).toMatchObject({ status: 'STARTING', attempt: 2, retryAt: null });
  await runs.endByReport(failed(id, 2));
  clock.ms += 120_000;
  await runs.admit();
  await runs.endByReport(failed(id, 3));
  const record = await runs.record(id);
  expect(record).toMatchObject({ status: 'FAILED', reason: 'exit-nonzero', attempt: 3, exitCode: 3 });
  expect(record.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('the report of an attempt that is over changes nothing, in the pause and after it', async () => {
  const { runs, clock } = given();
  const id = await givenRunning(runs);
  await runs.endWithoutReport(id, { kind: 'lost' });
  expect((await runs.endByReport(reportOf(id))).changed).toBe(false);
  clock.ms += 60_000;
  await runs.admit();
  expect((await runs.endByReport(reportOf(id))).changed).toBe(false);
  expect((await runs.endWithoutReport(id, { kind: 'lost' }, { attempt: 1 })).changed).toBe(false);
  expect(await runs.record(id)).toMatchObject({ status: 'STARTING', attempt: 2 });
});

test('a run that is being canceled is not attempted again, and one that waits for its next attempt is canceled at once', async () => {
  const { runs, table } = given();
  const [stopping, waiting] = [await givenRunning(runs), await givenRunning(runs)];
  await runs.cancel(stopping, null);
  await runs.endByReport(failed(stopping));
  await runs.endByReport(failed(waiting));
  expect([(await runs.record(stopping)).status, (await runs.cancel(waiting, null)).status]).toEqual(['FAILED', 'CANCELED']);
  expect((await table.query({ pk: 'HELD', limit: 9 })).rows).toEqual([]);
});

test('after out-of-memory the next attempt has more', async () => {
  const { runs } = given();
  const id = await givenRunning(runs, { attempts: 2, memoryFactor: 1.5 });
  await runs.endByReport(reportOf(id, { endedBy: 'out-of-memory', signal: 9, exitCode: null }));
  const { limits, attempts } = await runs.record(id);
  expect([limits.memoryMiB, attempts[0]?.memoryMiB]).toEqual([576, 384]);
});

test('who waits behind a run waits for its last attempt', async () => {
  const { runs, clock } = given();
  const first = await givenRunning(runs, { attempts: 2, backoffSec: 60, jitter: 0 });
  const second = (await runs.create(newRun(), null, [], { behind: first })).record.id;
  await runs.endByReport(failed(first));
  clock.ms += 60_000;
  expect(await runs.admit()).toEqual([first]);
  await runs.endByReport(failed(first, 2));
  expect(await runs.admit()).toEqual([second]);
});

test('the time that a run may wait for a place begins anew with each attempt', async () => {
  const { runs, clock } = given();
  const { record } = await runs.create(newRun({ retry: { attempts: 2, backoffSec: 50, jitter: 0 }, queueTimeoutSec: 60 }), null, []);
  await runs.endWithoutReport(record.id, { kind: 'start-timeout' });
  clock.ms += 100_000;
  expect((await runs.recover(sweep)).gaveUp).toEqual([]);
  clock.ms += 11_000;
  expect((await runs.recover(sweep)).gaveUp).toMatchObject([{ id: record.id, reason: 'queue-timeout', attempt: 2 }]);
});

test('hundreds whose pauses end together come into the queue at once', async () => {
  const { runs, table, clock } = given();
  const ids: string[] = [];
  for (let n = 0; n < 250; n++) {
    ids.push(await givenRunning(runs, { attempts: 2, backoffSec: 60, jitter: 0 }));
    await runs.endWithoutReport(ids[n] ?? '', { kind: 'lost' });
  }
  clock.ms += 60_000;
  expect(await runs.admit()).toEqual(ids.slice(0, 4));
  expect((await table.query({ pk: 'HELD', limit: 1 })).rows).toEqual([]);
  expect((await table.query({ pk: 'QUEUE', limit: 999 })).rows).toHaveLength(246);
});

test('a run that got its place in the last moment has not waited too long', async () => {
  const { runs } = given();
  const { record } = await runs.create(newRun(), null, []);
  expect((await runs.endWithoutReport(record.id, { kind: 'queue-timeout' })).changed).toBe(false);
});

test('what followers were told of an attempt is forgotten with it, and a last beat of its runner is not taken for one of the next', async () => {
  const { runs, clock } = given();
  const id = await givenRunning(runs);
  const beat = { progress: null, log: { bytes: 5, lines: 1 }, beatAt: new Date(clock.ms).toISOString() };
  await runs.beat(id, beat);
  await runs.endByReport(failed(id));
  expect((await runs.look(id)).live).toMatchObject({ beatAt: null, log: null });
  await runs.beat(id, beat);
  clock.ms += 60_000;
  await runs.admit();
  expect((await runs.look(id)).live).toMatchObject({ beatAt: null, log: null });
});
