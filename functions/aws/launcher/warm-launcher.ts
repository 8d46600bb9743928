import { setTimeout as sleep } from 'node:timers/promises';
import { holds, sandboxDisk, sandboxSize } from '../../../core/sandbox.ts';
import { slotJob } from '../../../core/schemas/runner.ts';
import type { Bucket } from '../../ports/bucket.ts';
import type { Handover, Launch, Launcher, Sandbox } from '../../ports/launcher.ts';
import type { Slot, SlotBook } from '../../ports/slot-book.ts';
import { runsOf } from './fargate-launcher.ts';
import type { FargateLauncher } from './fargate-launcher.ts';

export interface WarmDeps {
  cold: FargateLauncher;
  slots: SlotBook;
  bucket: Pick<Bucket, 'put' | 'remove'>;
  /** Called when a slot has served, so that another takes its place; what it throws is left to the next round. */
  used?: () => Promise<unknown>;
  /** Milliseconds that a slot has to claim what it was offered; it polls each second. */
  patienceMs?: number;
}

const patienceMs = 5_000;
const lookMs = 250;

/** Offers each run to a waiting task that is large enough, and starts a cold one when there is none or it does not answer. */
export function createWarmLauncher(deps: WarmDeps): Launcher {
  const { cold } = deps;
  return {
    launch: async (launch) => {
      const { handover } = launch;
      const slot = handover && sandboxDisk(launch.limits) === null ? await takeSlot(deps, launch) : null;
      if (!handover || !slot) return cold.launch(launch);
      const ref = await offered(deps, launch, handover, slot);
      await deps.used?.().catch(() => undefined);
      return ref;
    },
    stop: (sandbox, graceSec) => cold.stop(sandbox, graceSec),
    look: (sandboxes) => cold.look(sandboxes),
    living: async () => {
      const [tasks, slots] = await Promise.all([cold.tasks(), deps.slots.list()]);
      return [
        ...runsOf(tasks),
        ...takenOf(
          tasks.map(({ ref }) => ref),
          slots,
        ),
      ];
    },
  };
}

/** The smallest slot that holds the run and whose task runs; nobody else has it then. */
async function takeSlot({ cold, slots }: WarmDeps, { runId, limits, cpu }: Launch): Promise<Placed | null> {
  const needed = sandboxSize(limits, cpu);
  const idle = (await slots.list()).filter(isPlaced).filter(({ state, size }) => state === 'idle' && holds(size, needed));
  const states = await cold.look(idle.map(({ taskArn }) => ({ runId, ref: taskArn })));
  const ready = idle.filter((_, index) => states[index]?.state === 'running');
  for (const slot of ready.toSorted((one, other) => one.size.memoryMiB - other.size.memoryMiB || one.size.cpu - other.size.cpu))
    if (await slots.offer(slot.slot, runId)) return slot;
  return null;
}

type Placed = Slot & { taskArn: string };

function isPlaced(slot: Slot): slot is Placed {
  return slot.taskArn !== null;
}

/**
 * Tells the slot its job and waits for the claim. When none comes the offer is first taken back, by making its claim code worthless, and only
 * then is the slot stopped: a slot that claims late is either heard, and keeps the run, or refused, and never runs it a second time.
 */
async function offered(deps: WarmDeps, launch: Launch, handover: Handover, { slot, taskArn }: Placed): Promise<string> {
  const told = slotJob.parse({ runId: launch.runId, code: launch.claimCode });
  const written = await deps.bucket.put(deps.slots.jobKey(slot), Buffer.from(JSON.stringify(told))).catch(() => null);
  const renewed = written !== null && (await hasClaimed(handover, deps.patienceMs ?? patienceMs)) ? null : await handover.renew();
  if (renewed === null) {
    await deps.slots.took(slot);
    await deps.bucket.remove(deps.slots.jobKey(slot)).catch(() => undefined);
    return taskArn;
  }
  await dismiss(deps, { slot, taskArn, runId: launch.runId });
  return deps.cold.launch({ ...launch, ...renewed });
}

async function hasClaimed(handover: Handover, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    await sleep(lookMs);
    if (await handover.claimed().catch(() => false)) return true;
  }
  return false;
}

/** Ends a slot that did not answer. The row goes first, so that its task's end is not taken for the run's; what fails here the next round of `keepPool` makes good. */
async function dismiss(
  { cold, slots, bucket }: WarmDeps,
  { slot, taskArn, runId }: { slot: string; taskArn: string; runId: string },
): Promise<void> {
  await slots.close(slot).catch(() => undefined);
  await Promise.allSettled([bucket.remove(slots.jobKey(slot)), cold.stop({ runId, ref: taskArn }, 0)]);
}

function takenOf(living: readonly string[], slots: readonly Slot[]): Sandbox[] {
  const refs = new Set(living);
  return slots.filter(isPlaced).flatMap(({ runId, taskArn }) => (runId !== null && refs.has(taskArn) ? [{ runId, ref: taskArn }] : []));
}
