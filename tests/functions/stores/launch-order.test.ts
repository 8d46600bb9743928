import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../../core/schemas/run.ts';
import { expectEnd, givenRunning } from '../workflow/expect-end.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import { reportOf } from '../workflow/played-runner.ts';

const slot = '2026-11-21T03:00:00.000Z';
const ofSlot = { kind: 'schedule', schedule: 'sch_1', slot } as const;
const asks = { sha256: '0'.repeat(64), entry: 'script.py', style: 'script', language: 'python', hasTrigger: true } as const;

/** What the runner of such a run is told in its job. */
async function toldOf(trigger: Trigger, hasTrigger: boolean): Promise<unknown> {
  const flow = givenFlow();
  const { runner } = await givenRunning(flow, { trigger, code: { ...asks, hasTrigger } });
  const given = runner.claim?.job;
  return given?.kind === 'inline' ? given.value.trigger : null;
}

describe('what a run is told of the schedule that made it', () => {
  test.each(['due', 'late', 'catch-up', 'backfill'] as const)('a script with a trigger() is asked for a slot that is %s', async (cause) => {
    expect(await toldOf({ ...ofSlot, cause }, true)).toEqual({ schedule: 'sch_1', slot, ask: true });
  });

  test('a script without a trigger() is told its slot and not asked', async () => {
    expect(await toldOf({ ...ofSlot, cause: 'due' }, false)).toEqual({ schedule: 'sch_1', slot, ask: false });
  });

  test('whoever runs a schedule by hand has decided already', async () => {
    const byHand = { kind: 'schedule', schedule: 'sch_1', cause: 'run-now' } as const;
    expect(await toldOf(byHand, true)).toEqual({ schedule: 'sch_1', slot: null, ask: false });
  });

  test.each(['api', 'cli', 'console', 'batch', 'session'] as const)('a run by %s knows no schedule and is not asked', async (kind) => {
    expect(await toldOf({ kind }, true)).toEqual({ schedule: null, slot: null, ask: false });
  });
});

test('a run whose script said no is SKIPPED', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { trigger: { ...ofSlot, cause: 'due' }, code: asks });
  await runner.report(reportOf(runId, { endedBy: 'declined' }));
  await flow.work();
  await expectEnd(flow, runId, { status: 'SKIPPED', reason: 'trigger-declined' });
});

test('a run whose script said no while it was being canceled is CANCELED', async () => {
  const flow = givenFlow();
  const { runId, runner } = await givenRunning(flow, { trigger: { ...ofSlot, cause: 'due' }, code: asks });
  await flow.stores.runs.cancel(runId, 1);
  await runner.report(reportOf(runId, { endedBy: 'declined' }));
  await flow.work();
  await expectEnd(flow, runId, { status: 'CANCELED', reason: 'canceled-by-user' });
});
