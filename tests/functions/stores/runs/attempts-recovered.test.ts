import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cut } from '../../events/cut.ts';
import { reportOf } from '../../workflow/played-runner.ts';
import { given, givenRunning } from './given-attempts.ts';
import { givenRuns } from './given-runs.ts';
import { inAnyOrder } from './in-any-order.ts';

const { runsOf } = givenRuns();

const failed = (runId: string) => reportOf(runId, { exitCode: 3 });

test('a run whose process died is attempted again by the one that recovers it', async () => {
  const { runs, of, clock } = given(undefined, 'own_dead');
  const id = await givenRunning(runs);
  const next = of('own_next');
  const { lost } = await next.recover({ isAlive: (owner) => owner !== 'own_dead', carries: () => false, adopts: true });
  clock.ms += 60_000;
  expect([lost, await next.admit()]).toEqual([[], [id]]);
  expect((await next.record(id)).attempts).toMatchObject([{ status: 'CRASHED', reason: 'lost' }]);
});

test('two that recover a run at once, however their reads and writes fall, end its attempt once and leave it its next one', async () => {
  const dead = { isAlive: (owner: string) => owner !== 'own_dead', carries: () => false, adopts: true };
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { runs, table, clock } = given(undefined, 'own_dead');
      const id = await givenRunning(runs, { attempts: 2, backoffSec: 0 });
      const how = { table: inAnyOrder(scheduler, table), maxRuns: 4, now: () => new Date(clock.ms) };
      const processes = ['own_one', 'own_two'].map((owner) => runsOf(owner, how));
      const done = Promise.all(processes.map(async (one) => ({ ...(await one.recover(dead)), admitted: await one.admit() })));
      await scheduler.waitFor(done);
      expect((await done).flatMap(({ lost, failed }) => [...lost, ...failed])).toEqual([]);
      expect((await done).flatMap(({ admitted }) => admitted).length).toBeLessThanOrEqual(1);
      expect(await runsOf('own_one', { ...how, table }).record(id)).toMatchObject({
        attempt: 2,
        endedAt: null,
        attempts: [{ reason: 'lost' }],
      });
    }),
    { numRuns: 60 },
  );
});

test('cut behind any of its writes, the end of an attempt leaves the run to its next attempt or with its place', async () => {
  for (let write = 1; ; write++) {
    const cut = new Cut();
    const { runs, of, clock } = given(cut.table);
    const id = await givenRunning(runs);
    cut.behind(write);
    await runs.endByReport(failed(id)).catch(() => null);
    if (!cut.isDead) return expect(write).toBeGreaterThan(1);
    const next = of('own');
    // The report lies in the bucket, so whoever finds the run under way ends its attempt again.
    await next.endByReport(failed(id));
    clock.ms += 60_000;
    expect([await next.admit(), (await next.leases()).map(({ runId }) => runId)]).toEqual([[id], [id]]);
    expect(await next.record(id)).toMatchObject({ attempt: 2, attempts: [{ attempt: 1 }] });
  }
});
