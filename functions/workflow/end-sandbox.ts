import type { Sandbox, SandboxState } from '../ports/launcher.ts';
import type { Services } from '../services.ts';
import type { Whole } from '../stores/attempts/whole.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** What became of the sandboxes of a run that were told to stop. */
export interface EndedSandbox {
  isGone: boolean;
  /** When one of them was last seen alive, as ISO 8601; null when none was. */
  aliveAt: string | null;
  /** What the platform says of the one that is gone. */
  why: string | null;
}

const lookMs = 1000;

/** What a sandbox is given to end, in seconds. ECS kills at latest 120 s after SIGTERM; the functions that wait so long have a time-out above all that. */
const stopSec = { most: 120, more: 45 };

/** How long whoever must end the run waits for the end of its sandbox, in seconds. */
export function endingSec(record: RunRecord): number {
  return Math.min(graceOf(record), stopSec.most) + stopSec.more;
}

function graceOf({ graceSec, limits }: RunRecord): number {
  return graceSec ?? limits.graceSec;
}

/** Stops what runs of the run's newest launch, and waits at most so many seconds to see it gone. */
export async function endSandbox(
  { launcher, pulse, stores }: Pick<Services, 'launcher' | 'pulse' | 'stores'>,
  whole: Whole,
  waitSec: number,
): Promise<EndedSandbox> {
  const { record } = whole;
  const sandboxes = await sandboxesOf(launcher, whole);
  const ended: EndedSandbox = { isGone: false, aliveAt: null, why: null };
  const until = stores.now().getTime() + waitSec * 1000;
  for (let looks = 0; ; looks++) {
    const states = await launcher.look(sandboxes);
    ended.why = states.flatMap((one) => (one.state === 'gone' ? [one.why] : []))[0] ?? null;
    ended.isGone = states.every(isGone);
    if (ended.isGone) return ended;
    ended.aliveAt = stores.now().toISOString();
    if (looks === 0) await stopAll(launcher, sandboxes, graceOf(record));
    if (stores.now().getTime() >= until) return ended;
    await pulse.wait(record.id, lookMs);
  }
}

/** A launch that was cut off before it kept the sandbox's name may have started one all the same. */
async function sandboxesOf(launcher: Services['launcher'], { record, row }: Whole): Promise<Sandbox[]> {
  if (row === null || row.launches === 0) return [];
  if (row.sandbox !== null) return [{ runId: record.id, ref: row.sandbox }];
  return (await launcher.living()).filter(({ runId }) => runId === record.id);
}

async function stopAll(launcher: Services['launcher'], sandboxes: readonly Sandbox[], graceSec: number): Promise<void> {
  for (const sandbox of sandboxes) await launcher.stop(sandbox, graceSec);
}

function isGone({ state }: SandboxState): boolean {
  return state === 'gone';
}
