import { afterEach, beforeEach, expect, test } from 'vitest';
import { slotJob } from '../../../../core/schemas/runner.ts';
import { createWarmLauncher } from '../../../../functions/aws/launcher/warm-launcher.ts';
import type { Launch } from '../../../../functions/ports/launcher.ts';
import { newRun } from '../../stores/runs/given-runs.ts';
import { living } from './given-cluster.ts';
import { openPool } from './given-pool.ts';
import type { GivenPool } from './given-pool.ts';

let pool: GivenPool;
beforeEach(async () => {
  pool = await openPool();
});
afterEach(() => pool.close());

const launcher = () => createWarmLauncher(pool.deps);
const none = async () => Promise.reject(new Error('the job is fetched'));

/** A run that is STARTING and whose first launch was counted, as the state Launch leaves it. */
async function givenLaunch(): Promise<Launch & { newest: () => number }> {
  const { record } = await pool.runs.create(newRun(), null, []);
  const at = { runId: record.id, attempt: record.attempt };
  const opened = await pool.attempts.open(at, 'token');
  if (opened.kind !== 'launch') throw new Error(`the launch is ${opened.kind}`);
  const { launch, claimCode } = opened;
  let newest = launch;
  const handover = {
    claimed: async () => ((await pool.attempts.whole(record.id)).row?.claimedAt ?? null) !== null,
    renew: async () => {
      const renewed = await pool.attempts.renew(at, newest);
      newest = renewed?.launch ?? newest;
      return renewed;
    },
  };
  return { ...at, launch, claimCode, handover, newest: () => newest, limits: record.limits, cpu: null, order: none };
}

/** The only slot of the pool and its task. */
async function givenSlot(): Promise<{ slot: string; arn: string }> {
  await pool.round();
  const [slot] = await pool.deps.slots.list();
  if (!slot?.taskArn) throw new Error('no slot was started');
  return { slot: slot.slot, arn: slot.taskArn };
}

/** What the slot's runner does: it fetches its job as soon as there is one, and claims the run so much later. */
async function slotClaims(slot: string, afterMs = 0): Promise<'claimed' | 'refused'> {
  for (;;) {
    const told = await pool.deps.bucket.read(pool.deps.slots.jobKey(slot));
    await new Promise((done) => {
      setTimeout(done, told ? afterMs : 20);
    });
    if (!told) continue;
    const { runId, code } = slotJob.parse(JSON.parse(Buffer.from(told).toString()));
    return pool.attempts.claim(runId, code, 'n'.repeat(16)).then(
      () => 'claimed' as const,
      () => 'refused' as const,
    );
  }
}

test('a run is given to a waiting slot: told by its job, taken by the claim, and no task is started', async () => {
  const { slot, arn } = await givenSlot();
  const launch = await givenLaunch();
  const [ref, claim] = await Promise.all([launcher().launch(launch), slotClaims(slot)]);
  expect([ref, claim, launch.newest()]).toEqual([arn, 'claimed', 1]);
  expect(pool.aws.sent('RunTask')).toHaveLength(1);
  expect(await pool.deps.bucket.size(pool.deps.slots.jobKey(slot))).toBeNull();
  expect(await launcher().living()).toEqual([{ runId: launch.runId, ref: arn }]);
});

test('a slot that does not answer is stopped and forgotten, and the run starts cold under the next number with a code of its own', async () => {
  const { slot, arn } = await givenSlot();
  const launch = await givenLaunch();
  const ref = await launcher().launch(launch);
  expect(launch.newest()).toBe(2);
  expect(living(pool.tasks)).toMatchObject([{ taskArn: ref, startedBy: launch.runId }]);
  expect(ref).toContain(`${launch.runId}-1-2`);
  expect(pool.tasks.get(arn)?.lastStatus).toBe('STOPPED');
  expect(await pool.deps.slots.list()).toEqual([]);
  expect(await pool.deps.bucket.size(pool.deps.slots.jobKey(slot))).toBeNull();
});

test('a slot that claims after it was given up is refused, so that the run is never run twice', async () => {
  const { slot } = await givenSlot();
  const launch = await givenLaunch();
  const [ref, claim] = await Promise.all([launcher().launch(launch), slotClaims(slot, 1_200)]);
  expect([claim, launch.newest()]).toEqual(['refused', 2]);
  expect(ref).toContain(`${launch.runId}-1-2`);
});

test('a slot that claims in the very moment in which it is given up keeps the run', async () => {
  const { slot, arn } = await givenSlot();
  const launch = await givenLaunch();
  const { handover } = launch;
  if (!handover) throw new Error('no handover');
  const late = async () => {
    expect(await slotClaims(slot)).toBe('claimed');
    return handover.renew();
  };
  const ref = await launcher().launch({ ...launch, handover: { claimed: async () => false, renew: late } });
  expect(ref).toBe(arn);
  expect(living(pool.tasks)).toMatchObject([{ taskArn: arn }]);
});

test('the use of a slot is told, so that another takes its place; that this fails is no failure of the run', async () => {
  const { slot, arn } = await givenSlot();
  const launch = await givenLaunch();
  let told = 0;
  const used = async () => Promise.reject(new Error(`told ${++told} times`));
  const [ref] = await Promise.all([createWarmLauncher({ ...pool.deps, used }).launch(launch), slotClaims(slot)]);
  expect([ref, told]).toEqual([arn, 1]);
});

test('two runs at once do not share a slot', async () => {
  const { slot, arn } = await givenSlot();
  const launches = await Promise.all([givenLaunch(), givenLaunch()]);
  const [refs] = await Promise.all([Promise.all(launches.map((launch) => launcher().launch(launch))), slotClaims(slot)]);
  expect(refs.filter((ref) => ref === arn)).toHaveLength(1);
  expect(new Set(refs).size).toBe(2);
});

test('a run that needs more than the slot has, and one whose slot is still starting, start cold at once', async () => {
  const { arn } = await givenSlot();
  const large = await givenLaunch();
  expect(await launcher().launch({ ...large, limits: { ...large.limits, memoryMiB: 600 } })).toContain(`${large.runId}-1-1`);
  const wide = await givenLaunch();
  expect(await launcher().launch({ ...wide, limits: { ...wide.limits, workspaceMiB: 32_768 } })).toContain(`${wide.runId}-1-1`);
  pool.tasks.set(arn, { taskArn: arn, startedBy: 'slt', taskDefinition: 'runlet:7', lastStatus: 'PENDING' });
  const small = await givenLaunch();
  expect(await launcher().launch(small)).toContain(`${small.runId}-1-1`);
});

test('a run that was canceled while it was offered begins nowhere', async () => {
  const { slot, arn } = await givenSlot();
  const launch = await givenLaunch();
  await pool.runs.cancel(launch.runId, null);
  const [ref, claim] = await Promise.all([launcher().launch(launch), slotClaims(slot)]);
  expect([ref, claim]).toEqual([arn, 'refused']);
  expect(await pool.attempts.launched(launch, launch.newest(), ref)).toBe(false);
  expect(await launcher().living()).toEqual([{ runId: launch.runId, ref: arn }]);
});

test('without a way to take the offer back no slot is tried', async () => {
  await givenSlot();
  const { handover: _handover, ...launch } = await givenLaunch();
  expect(await launcher().launch(launch)).toContain(`${launch.runId}-1-1`);
});
