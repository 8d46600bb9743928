import { idPattern } from '../../../core/ids.ts';
import type { SandboxSize } from '../../../core/sandbox.ts';
import type { FargateLauncher } from './fargate-launcher.ts';
import type { Slot } from '../../ports/slot-book.ts';
import type { WarmDeps } from './warm-launcher.ts';

export interface PoolSettings {
  /** How many slots are to wait; 0 ends those that do. */
  wanted: number;
  size: SandboxSize;
  taskDefinition: string;
  /** Address of the API, without a slash at its end. */
  apiUrl: string;
  now: () => Date;
}

/** What one round did, in slots. */
export interface PoolRound {
  started: number;
  ended: number;
  /** Slots that could not be started, in a sentence. */
  failed: string[];
}

/** Starting a task takes one call; a slot without a task after that time was never given one. An offer is answered within seconds. */
const settledMs = 120_000;

/**
 * One round of looking after the pool, each minute and safe at any time: forgets slots whose task is gone, ends those that are too many or
 * of an older deployment, and starts those that are missing. Two rounds at once may start one too many, which the next round ends.
 */
export async function keepPool(deps: Deps, settings: PoolSettings): Promise<PoolRound> {
  const known = await deps.slots.list();
  if (settings.wanted === 0 && known.length === 0) return { started: 0, ended: 0, failed: [] };
  const states = await statesOf(deps.cold, known);
  const isGone = (slot: Slot) => (slot.taskArn === null ? isSettled(slot.startedAt, settings) : states.get(slot.taskArn) === 'gone');
  for (const slot of known.filter(isGone)) await forget(deps, slot.slot);
  for (const slot of known.filter((one) => !isGone(one))) await confirm(deps, slot, settings);

  const idle = known.filter((slot) => slot.state === 'idle' && !isGone(slot));
  const current = idle.filter(({ taskDefinition }) => taskDefinition === settings.taskDefinition);
  const unwanted = [...idle.filter((slot) => !current.includes(slot)), ...current.slice(settings.wanted)];
  let ended = 0;
  for (const slot of unwanted) ended += (await retire(deps, slot)) ? 1 : 0;
  ended += await endStrays(deps, new Set(known.filter((slot) => !isGone(slot)).map(({ slot }) => slot)));
  return { ended, ...(await startMissing(deps, settings, settings.wanted - current.length)) };
}

type Deps = Pick<WarmDeps, 'cold' | 'slots' | 'bucket'>;

/** Starts what is missing right after a slot was used, and leaves all else to the next round. */
export async function refillPool(deps: Deps, settings: PoolSettings): Promise<void> {
  const idle = (await deps.slots.list()).filter(
    ({ state, taskDefinition }) => state === 'idle' && taskDefinition === settings.taskDefinition,
  );
  await startMissing(deps, settings, settings.wanted - idle.length);
}

async function statesOf(cold: FargateLauncher, slots: readonly Slot[]): Promise<Map<string, string>> {
  const refs = slots.flatMap(({ taskArn }) => (taskArn === null ? [] : [taskArn]));
  const states = await cold.look(refs.map((ref) => ({ runId: '', ref })));
  return new Map(refs.map((ref, index) => [ref, states[index]?.state ?? 'gone']));
}

function isSettled(since: string, { now }: PoolSettings): boolean {
  return now().getTime() - Date.parse(since) > settledMs;
}

async function forget({ slots, bucket }: Deps, slot: string): Promise<void> {
  await slots.close(slot);
  await bucket.remove(slots.jobKey(slot));
}

/** An offer of which nobody wrote down the answer is held for taken, so that the sweeper ends the task with the run it was offered to. */
async function confirm({ slots }: Deps, slot: Slot, settings: PoolSettings): Promise<void> {
  if (slot.runId === null && slot.offer !== null && isSettled(slot.offer.at, settings)) await slots.took(slot.slot);
}

async function retire(deps: Deps, { slot, taskArn }: Slot): Promise<boolean> {
  if (!(await deps.slots.retire(slot))) return false;
  if (taskArn !== null) await deps.cold.stop({ runId: slot, ref: taskArn }, 0);
  return true;
}

/** Tasks that were started for a slot of which there is no row: it was forgotten before its task was known. */
async function endStrays({ cold, slots }: Deps, before: ReadonlySet<string>): Promise<number> {
  const waiting = (await cold.tasks()).filter(({ startedBy }) => idPattern('slot').test(startedBy) && !before.has(startedBy));
  if (waiting.length === 0) return 0;
  const now = new Set((await slots.list()).map(({ slot }) => slot));
  const strays = waiting.filter(({ startedBy }) => !now.has(startedBy));
  for (const { ref, startedBy } of strays) await cold.stop({ runId: startedBy, ref }, 0);
  return strays.length;
}

async function startMissing(deps: Deps, settings: PoolSettings, missing: number): Promise<Pick<PoolRound, 'started' | 'failed'>> {
  const failed: string[] = [];
  let started = 0;
  for (; started + failed.length < missing && failed.length === 0;) {
    const failure = await startSlot(deps, settings);
    if (failure === null) started += 1;
    else failed.push(failure);
  }
  return { started, failed };
}

/** The row comes before the task, which may ask at once. @returns why it failed, or null. */
async function startSlot({ cold, slots }: Deps, { size, taskDefinition, apiUrl }: PoolSettings): Promise<string | null> {
  const { slot, secret } = await slots.open({ size, taskDefinition });
  const environment = { RUNLET_API: apiUrl, RUNLET_SLOT: slot, RUNLET_SLOT_SECRET: secret };
  try {
    await slots.placed(slot, await cold.start({ token: slot, startedBy: slot, size, diskGiB: null, environment }));
    return null;
  } catch (error) {
    await slots.close(slot);
    return error instanceof Error ? error.message : String(error);
  }
}
