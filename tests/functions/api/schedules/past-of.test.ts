import { expect, test } from 'vitest';
import { givenSchedules } from './given-schedules.ts';

const { call, edition, givenSchedule, givenScript, show } = givenSchedules();

/** The live version of a script has run 30 times, so long on average. */
async function givenPast(script: string, wallMs: number): Promise<void> {
  const { stores, table } = edition().services;
  const { sha256 } = (await stores.versions.require(script, 'live')).version;
  await table.put({ pk: `CODE#${sha256}`, sk: 'PAST', body: { runs: 30, wallMs, peakMemoryMiB: 20 } }, { kind: 'none' });
}

async function push(script: string, source: string): Promise<void> {
  expect((await call('POST', `/v1/scripts/${script}/versions`, { source })).status).toBe(201);
}

test('past runs of the same code tell what a run takes', async () => {
  const script = await givenScript('print("measured")\n');
  await givenPast(script, 90_000);
  const { estimate } = await givenSchedule({ script, rate: '1 minute' });
  expect(estimate).toMatchObject({
    basis: 'past-runs',
    secondsPerRun: 90,
    runsPerMonth: 43_830,
    usdPerRun: 0.000_498,
    usdPerMonth: 21.827_34,
  });
  expect(estimate.message).toContain('about $21.83 a month at list prices: 43,830 runs of 90 s (the average of 30 past runs)');
});

test('while a version has not run yet, the newest one before it that has tells what a run takes, and the sentence says so', async () => {
  const script = await givenScript('print("pushed 1")\n');
  await givenPast(script, 10_000);
  const { id } = await givenSchedule({ script, rate: '1 minute' });
  const pinned = await givenSchedule({ script, rate: '1 minute', version: 1 });
  await push(script, 'print("pushed 2")\n');
  await givenPast(script, 20_000);
  for (let version = 3; version <= 12; version++) await push(script, `print("pushed ${version}")\n`);
  const { estimate } = await show(id);
  expect(estimate).toMatchObject({ basis: 'past-runs', secondsPerRun: 20 });
  expect(estimate.message).toContain('43,830 runs of 20 s (the average of 30 past runs of version 2, as version 12 has none yet)');
  expect((await show(pinned.id)).estimate.message).toContain('43,830 runs of 10 s (the average of 30 past runs)');
  await push(script, 'print("pushed 13")\n');
  expect((await show(id)).estimate).toMatchObject({ basis: 'limits', secondsPerRun: 300 });
});
